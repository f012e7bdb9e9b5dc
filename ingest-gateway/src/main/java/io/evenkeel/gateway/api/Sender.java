package io.evenkeel.gateway.api;

import io.evenkeel.gateway.directory.Caller;
import io.evenkeel.model.topic.Lane;

/**
 * Who sends a batch, and where to.
 *
 * @param caller for whom it speaks
 * @param lane from the path
 * @param job backfill job, empty on the live lane
 * @param reservation the request's place among those under way
 */
record Sender(Caller caller, Lane lane, String job, InFlight.Reservation reservation) {}
