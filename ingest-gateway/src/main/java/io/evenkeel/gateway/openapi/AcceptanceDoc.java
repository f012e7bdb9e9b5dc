package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What became of a batch.
 *
 * @param accepted number of durable events
 * @param rejected the others
 * @param serverTime the gateway's clock
 * @param dryRun whether nothing was taken
 */
@Schema(name = "Acceptance", types = "object", description = "What became of a batch.")
public record AcceptanceDoc(
    @Schema(
            description = "Number of events that are durable; of a dry run, that would be.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        int accepted,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<RejectionDoc> rejected,
    @Schema(name = "server_time", format = "date-time", requiredMode = Schema.RequiredMode.REQUIRED)
        String serverTime,
    @Schema(
            name = "dry_run",
            description = "Only in the answer to a dry run, and true.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        boolean dryRun) {}
