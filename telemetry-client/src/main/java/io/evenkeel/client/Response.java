package io.evenkeel.client;

/**
 * What came over HTTP.
 *
 * @param status of HTTP
 * @param retryAfter value of the header, empty if absent
 * @param body as text
 */
record Response(int status, String retryAfter, String body) {}
