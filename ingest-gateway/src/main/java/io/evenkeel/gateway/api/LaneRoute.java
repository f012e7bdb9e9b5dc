package io.evenkeel.gateway.api;

import io.evenkeel.model.topic.Lane;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a route that takes telemetry: only with a credential, and only while there is room. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface LaneRoute {
  /** The lane it feeds. */
  Lane value();
}
