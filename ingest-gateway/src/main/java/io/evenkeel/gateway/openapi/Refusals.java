package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The ways in which every route that takes telemetry refuses a request. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ApiResponse(
    responseCode = "400",
    description = "The body or a parameter cannot be understood",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "401",
    description = "The key is missing, unknown, expired, revoked or wrong",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)),
    headers = {
      @Header(
          name = "WWW-Authenticate",
          description = "Bearer",
          schema = @Schema(implementation = String.class))
    })
@ApiResponse(
    responseCode = "403",
    description = "The key may not do this, or its tenant is blocked",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "404",
    description = "There is nothing under this path",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "405",
    description = "The path does not take this method",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)),
    headers = {
      @Header(
          name = "Allow",
          description = "The methods that it takes",
          schema = @Schema(implementation = String.class))
    })
@ApiResponse(
    responseCode = "406",
    description = "Accept excludes JSON",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "408",
    description = "The request took too long to arrive",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "413",
    description = "Too many bytes or events; send it in parts",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "415",
    description = "The type or the compression of the body is not supported",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)),
    headers = {
      @Header(
          name = "Accept-Encoding",
          description = "The compressions that are",
          schema = @Schema(implementation = String.class))
    })
@ApiResponse(
    responseCode = "422",
    description = "Every event is invalid; rejected lists them",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "429",
    description = "Too much at the moment; send it again after Retry-After",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)),
    headers = {
      @Header(
          name = "Retry-After",
          description = "Seconds to wait before the next attempt, at least 1, drawn at random",
          schema = @Schema(implementation = Integer.class)),
      @Header(
          name = "RateLimit",
          description = "What is left of the limit",
          schema = @Schema(implementation = String.class)),
      @Header(
          name = "RateLimit-Policy",
          description = "The limit",
          schema = @Schema(implementation = String.class))
    })
@ApiResponse(
    responseCode = "431",
    description = "The request line or the headers are too large",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "500",
    description = "The gateway failed; send it again",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)))
@ApiResponse(
    responseCode = "503",
    description = "Nothing was taken; send it again after Retry-After",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = ProblemDoc.class)),
    headers = {
      @Header(
          name = "Retry-After",
          description = "Seconds to wait before the next attempt, at least 1, drawn at random",
          schema = @Schema(implementation = Integer.class)),
      @Header(
          name = "RateLimit",
          description = "What is left of the limit",
          schema = @Schema(implementation = String.class)),
      @Header(
          name = "RateLimit-Policy",
          description = "The limit",
          schema = @Schema(implementation = String.class))
    })
public @interface Refusals {}
