/**
 * Reading JSON from bytes without making an object of every value. What is read here is plain: JSON
 * without escapes in its texts, all of it ASCII. Everything else is reported as not plain and left
 * to another reader, so nothing here explains what is wrong.
 */
@NullMarked
package io.evenkeel.gateway.decode.scan;

import org.jspecify.annotations.NullMarked;
