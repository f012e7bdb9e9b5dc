package io.evenkeel.gateway.openapi;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** The interface as a whole. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Evenkeel ingest gateway",
            version = "1",
            description =
                "Takes telemetry of vehicles. A 202 means that every event it counts is durable."
                    + " Sending the same events again is harmless: they are recognised."))
@SecurityScheme(
    name = GatewayApi.KEY,
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "An API key, `evk_<key id>_<secret>`. It alone says whose data it is.")
public interface GatewayApi {
  /** The name of the API key among the ways to authenticate. */
  String KEY = "apiKey";
}
