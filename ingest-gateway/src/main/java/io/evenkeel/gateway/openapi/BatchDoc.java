package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * A batch of events.
 *
 * @param vehicle the vehicle of the events that name none
 * @param events the events
 */
@Schema(name = "Batch", types = "object", description = "A batch of events.")
public record BatchDoc(
    @Schema(
            description = "The vehicle of the events that name none.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            minLength = 1,
            maxLength = 64)
        String vehicle,
    @ArraySchema(
            arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED),
            maxItems = 5_000,
            schema = @Schema(implementation = EventDoc.class))
        List<EventDoc> events) {}
