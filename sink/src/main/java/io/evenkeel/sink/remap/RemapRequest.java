package io.evenkeel.sink.remap;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code remap} that is not done.
 *
 * @param pass 1 or 2
 * @param walking whether the pass has begun
 * @param settled whether every gateway knows the alias by now
 * @param cursor where the pass is, null at its beginning
 */
record RemapRequest(
    long remapId,
    int tenantNo,
    RemapRule rule,
    int pass,
    boolean walking,
    boolean settled,
    @Nullable RemapCursor cursor) {}
