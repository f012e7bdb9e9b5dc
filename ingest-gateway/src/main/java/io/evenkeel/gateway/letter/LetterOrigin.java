package io.evenkeel.gateway.letter;

import io.evenkeel.model.topic.Lane;

/**
 * Where a dead letter comes from.
 *
 * @param tenant slug of the tenant, from the credential
 * @param lane that it was meant for
 * @param job backfill job as received, empty on the live lane
 * @param receivedAtMillis when the gateway received it, Unix milliseconds
 */
public record LetterOrigin(String tenant, Lane lane, String job, long receivedAtMillis) {}
