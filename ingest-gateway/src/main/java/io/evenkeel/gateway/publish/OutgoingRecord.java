package io.evenkeel.gateway.publish;

/**
 * A record ready to send.
 *
 * @param partition where it goes
 * @param value its bytes
 * @param places places of its events in the submission
 */
@SuppressWarnings("ArrayRecordComponent") // made once and read once, never compared
public record OutgoingRecord(int partition, byte[] value, int[] places) {}
