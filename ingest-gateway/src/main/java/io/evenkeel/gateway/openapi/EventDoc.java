package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/**
 * What a vehicle measured at one time.
 *
 * @param vehicle its name
 * @param time when
 * @param ageMillis how long ago instead
 * @param seq the device's counter
 * @param session boot of the device
 * @param id identity instead of a counter
 * @param signals the values
 */
@Schema(
    name = "Event",
    types = "object",
    description =
        "What a vehicle measured at one time. Vehicle, time and identity together say whether two"
            + " events are the same.")
public record EventDoc(
    @Schema(
            description = "May stand once on the batch instead.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            minLength = 1,
            maxLength = 64)
        String vehicle,
    @Schema(
            description = "RFC 3339, or milliseconds since 1970 as a number.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            types = {"string", "integer"})
        String time,
    @Schema(
            name = "age_ms",
            description = "Instead of time, for devices without a clock.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            minimum = "0")
        Long ageMillis,
    @Schema(
            description = "The device's counter.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            minimum = "0")
        Long seq,
    @Schema(
            description = "With seq: which boot of the device.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            maxLength = 64)
        String session,
    @Schema(
            description = "Instead of seq.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            minLength = 1,
            maxLength = 64)
        String id,
    @Schema(
            description = "Name to number, boolean or text; null is no value.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        Map<String, Object> signals) {}
