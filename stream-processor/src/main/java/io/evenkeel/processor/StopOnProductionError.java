package io.evenkeel.processor;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the thread when Kafka refuses a record for good: to go on would lose it. The producer has
 * retried before what can be retried. Public because Kafka Streams makes it.
 */
public final class StopOnProductionError implements ProductionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StopOnProductionError.class);

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    stopping(context, record.topic(), exception);
    return Response.fail();
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface has it
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    stopping(context, record.topic(), exception);
    return Response.fail();
  }

  @Override
  public void configure(Map<String, ?> configs) {}

  private static void stopping(ErrorHandlerContext context, String topic, Exception exception) {
    LOG.atError()
        .addKeyValue("topic", topic)
        .addKeyValue("task", context.taskId())
        .addKeyValue("source_partition", context.partition())
        .addKeyValue("source_offset", context.offset())
        .setCause(exception)
        .log("Kafka refused a record; the stream thread stops and its transaction is rolled back");
  }
}
