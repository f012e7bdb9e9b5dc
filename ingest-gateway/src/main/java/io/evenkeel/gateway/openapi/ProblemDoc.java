package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * A refusal (RFC 9457).
 *
 * @param type page of the code
 * @param title one line
 * @param status HTTP status
 * @param detail why
 * @param code why, for programs
 * @param retryable whether to send it again
 * @param limit what applies
 * @param line where the body is wrong
 * @param column where the body is wrong
 * @param byteOffset where the body is wrong
 * @param violatedPolicies the limits that were exceeded
 * @param rejected the events and their reasons
 */
@Schema(name = "Problem", types = "object", description = "A refusal (RFC 9457).")
public record ProblemDoc(
    @Schema(
            description = "The page of the code, relative to the service.",
            format = "uri-reference",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String type,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String title,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int status,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String detail,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            allowableValues = {
              "bad-request",
              "malformed-json",
              "malformed-protobuf",
              "malformed-batch",
              "broken-compression",
              "job-invalid",
              "unauthenticated",
              "scope-missing",
              "tenant-blocked",
              "path-unknown",
              "method-not-allowed",
              "not-acceptable",
              "request-timeout",
              "body-too-large",
              "too-many-events",
              "unsupported-media-type",
              "unsupported-encoding",
              "no-valid-event",
              "headers-too-large",
              "refusals-throttled",
              "tenant-rate-exceeded",
              "vehicle-rate-exceeded",
              "internal-error",
              "overloaded",
              "stopping",
              "recovering",
              "directory-unavailable",
              "partitions-changed",
              "not-acknowledged",
              "malformed-event",
              "unknown-member",
              "duplicate-member",
              "vehicle-missing",
              "vehicle-invalid",
              "vehicle-not-allowed",
              "time-missing",
              "time-invalid",
              "event-time-in-future",
              "event-time-too-old",
              "identity-invalid",
              "no-signals",
              "too-many-signals",
              "signal-name-invalid",
              "duplicate-signal",
              "signal-type-mismatch",
              "signal-value-invalid",
              "signal-out-of-range"
            })
        String code,
    @Schema(
            description = "Whether the same request can succeed later, unchanged.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        boolean retryable,
    @Schema(
            description = "The limit that applies.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String limit,
    @Schema(
            description = "Where the body is wrong, from 1.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        int line,
    @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) int column,
    @Schema(name = "byte_offset", requiredMode = Schema.RequiredMode.NOT_REQUIRED) long byteOffset,
    @Schema(
            name = "violated-policies",
            description = "The limits that were exceeded, as RateLimit-Policy names them.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        List<String> violatedPolicies,
    @Schema(
            description = "The events and their reasons, where the body was read that far.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        List<RejectionDoc> rejected) {}
