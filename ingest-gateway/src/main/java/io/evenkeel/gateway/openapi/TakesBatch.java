package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the routes that take telemetry have in common. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@SecurityRequirement(name = GatewayApi.KEY)
@Parameter(
    name = "dry_run",
    in = ParameterIn.QUERY,
    description = "Only say what would become of the batch: nothing is stored, kept or counted.",
    schema = @Schema(types = "boolean"))
@Parameter(
    name = "Content-Encoding",
    in = ParameterIn.HEADER,
    description = "The compression of the body: gzip or zstd.",
    schema = @Schema(types = "string"))
@RequestBody(
    required = true,
    description =
        "At most 1 MiB as sent, 8 MiB decoded, 5,000 events, 200 signals an event. In protobuf a"
            + " message evenkeel.v1.TelemetryBatch.",
    content = {
      @Content(
          mediaType = "application/json",
          schema = @Schema(implementation = BatchDoc.class),
          examples =
              @ExampleObject(
                  name = "two readings",
                  value =
                      "{\"vehicle\":\"truck-0815\",\"events\":["
                          + "{\"time\":\"2026-05-04T12:00:00Z\",\"seq\":1,"
                          + "\"signals\":{\"speed\":52.5,\"soc\":81}},"
                          + "{\"time\":\"2026-05-04T12:00:01Z\",\"seq\":2,"
                          + "\"signals\":{\"speed\":53.1}}]}")),
      @Content(
          mediaType = "application/x-ndjson",
          schema = @Schema(implementation = String.class),
          examples =
              @ExampleObject(
                  name = "one reading",
                  value =
                      "{\"vehicle\":\"truck-0815\",\"time\":1777896000000,\"seq\":1,"
                          + "\"signals\":{\"speed\":52.5}}\n")),
      @Content(
          mediaType = "application/x-protobuf",
          schema = @Schema(implementation = String.class))
    })
@ApiResponse(
    responseCode = "202",
    description = "At least one event was accepted, or there was none. Accepted ones are durable.",
    content =
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = AcceptanceDoc.class),
            examples =
                @ExampleObject(
                    name = "one of two",
                    value =
                        "{\"accepted\":1,\"rejected\":[{\"index\":1,"
                            + "\"code\":\"event-time-in-future\",\"detail\":\"…\","
                            + "\"retryable\":false}],"
                            + "\"server_time\":\"2026-05-04T12:00:01.123Z\"}")))
@ApiResponse(
    responseCode = "200",
    description = "The answer to a dry run: what would have become of the batch.",
    content =
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = AcceptanceDoc.class)))
@Refusals
public @interface TakesBatch {}
