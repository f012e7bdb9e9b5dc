package io.evenkeel.gateway.api;

import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.model.topic.Lane;

/**
 * Who sends a batch, where to, and what for.
 *
 * @param caller for whom it speaks
 * @param lane from the path
 * @param job backfill job, empty on the live lane
 * @param reservation the request's place among those under way
 */
record Sender(
    Caller caller, Lane lane, String job, SendMode mode, InFlight.Reservation reservation) {}
