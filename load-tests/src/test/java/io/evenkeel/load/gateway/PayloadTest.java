package io.evenkeel.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evenkeel.gateway.decode.BatchDecoder;
import io.evenkeel.gateway.decode.BatchFormat;
import io.evenkeel.gateway.decode.ContentCoding;
import io.evenkeel.gateway.decode.DecodeConfig;
import io.evenkeel.gateway.decode.DecodedBatch;
import io.evenkeel.gateway.decode.Decoder;
import io.evenkeel.gateway.decode.SendingRights;
import io.evenkeel.gateway.decode.VehicleEvents;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.record.VehicleBlock;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import io.evenkeel.model.topic.Topics;
import io.evenkeel.model.topic.VehiclePartition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  private static final String TENANT = "bench";
  private static final long NOW = 1_780_000_000_123L;

  private final SendingRights rights =
      new SendingRights(Lane.LIVE, "", TenantMapping.of(SignalCatalogue.standard()), NOW);

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50, 200})
  void anEventHasTheBytesOfTheMeasurementsBefore(int batch) {
    List<byte[]> bodies = bodies(batch);

    double bytes = bodies.stream().mapToInt(body -> body.length).average().orElseThrow();
    int around = "{\"events\":[]}".length() + batch - 1;

    assertThat((bytes - around) / batch).isCloseTo(383, within(5.0));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 2", "50, 5", "200, 10"})
  void everyEventIsValidAndEveryVehicleHasAPartitionOfItsOwn(int batch, int vehicles) {
    for (byte[] body : bodies(batch)) {
      DecodedBatch.Events events = decoded(new BatchDecoder(DecodeConfig.DEFAULT), body);

      assertThat(events.rejected()).isEmpty();
      assertThat(events.accepted()).isEqualTo(batch);
      assertThat(events.vehicles().stream().map(PayloadTest::partition).distinct())
          .hasSize(vehicles)
          .hasSameSizeAs(events.vehicles());
      assertThat(events.vehicles())
          .allSatisfy(vehicle -> assertThat(vehicle.block().columns()).hasSize(12));
    }
  }

  @Test
  void theBodiesOfARunDiffer() {
    assertThat(bodies(10)).doesNotHaveDuplicates();
  }

  @Test
  void theDecoderThatBindsReadsTheSameAsTheGatewaysOwn() {
    for (byte[] body : bodies(50)) {
      DecodedBatch.Events bound = decoded(new SerdeDecoder(), body);
      DecodedBatch.Events own = decoded(new BatchDecoder(DecodeConfig.DEFAULT), body);

      assertThat(bound.rejected()).isEmpty();
      assertThat(bound.vehicles().stream().map(VehicleEvents::block))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(own.vehicles().stream().map(VehicleEvents::block).toList());
    }
  }

  @Test
  void theThrottledSenderSendsWhatWouldBeTaken() {
    for (byte[] body : ThrottledSender.bodies(50, 4, NOW)) {
      DecodedBatch.Events events = decoded(new BatchDecoder(DecodeConfig.DEFAULT), body);

      assertThat(events.accepted()).isEqualTo(50);
    }
  }

  private static List<byte[]> bodies(int batch) {
    return new Payload(TENANT, NOW, 1).bodies(batch, 8);
  }

  private DecodedBatch.Events decoded(Decoder decoder, byte[] body) {
    return (DecodedBatch.Events)
        decoder.decode(body, ContentCoding.IDENTITY, BatchFormat.JSON, rights);
  }

  private static int partition(VehicleEvents vehicle) {
    VehicleBlock block = vehicle.block();
    return VehiclePartition.of(TENANT, block.vehicle(), Topics.PARTITIONS_DEFAULT);
  }
}
