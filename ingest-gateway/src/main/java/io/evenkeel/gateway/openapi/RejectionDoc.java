package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * An event that was not accepted.
 *
 * @param index its place
 * @param id its id
 * @param code why
 * @param detail why, for people
 * @param retryable whether to send it again
 */
@Schema(name = "Rejection", types = "object", description = "An event that was not accepted.")
public record RejectionDoc(
    @Schema(
            description = "Its place in the batch, from 0.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        int index,
    @Schema(
            description = "Its id, where it has one.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String id,
    @Schema(
            description = "One of the codes of Problem.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String code,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String detail,
    @Schema(
            description = "Whether the same event can be accepted later.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        boolean retryable) {}
