/**
 * What the description of the HTTP interface says beyond the routes themselves. The compiler reads
 * these types and writes {@code META-INF/swagger/evenkeel.yml}; nothing else uses them.
 */
@NullMarked
package io.evenkeel.gateway.openapi;

import org.jspecify.annotations.NullMarked;
