package io.evenkeel.gateway.decode;

import static io.evenkeel.gateway.decode.Bodies.with;
import static io.evenkeel.gateway.decode.Bodies.withSignals;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.gateway.problem.ErrorCode;
import io.evenkeel.model.directory.TenantAlias;
import io.evenkeel.model.directory.TenantMapping;
import io.evenkeel.model.event.Event;
import io.evenkeel.model.event.MappedSignal;
import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.topic.Lane;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that one tenant's devices use. */
class AliasTest {
  private static final SignalCatalogue CATALOGUE = SignalCatalogue.standard();
  private static final SendingRights ALIASES =
      rights(
          signal("tempo knots", "speed", 1.852, 0),
          member("ts", "time"),
          member("vin", "vehicle"),
          member("nothing", "no-member"));

  @Test
  void signalIsConvertedAndSpelledInAnyWay() {
    Event event = single(withSignals("\"TEMPO_KNOTS\":10"));

    assertThat(event.extras()).isEmpty();
    assertThat(event.signals())
        .containsExactly(new MappedSignal(speed(), new SignalValue.Numeric(18.52)));
  }

  @Test
  void identityIsTakenBeforeNamesAreMapped() {
    String sent = withSignals("\"tempo knots\":10");

    assertThat(single(sent).identity()).isEqualTo(Bodies.single(sent).identity());
  }

  @Test
  void memberStandsForItsTarget() {
    Event event =
        single("\"vin\":\"v-9\",\"ts\":\"2026-11-21T11:59:59Z\",\"signals\":{\"speed\":1}");

    assertThat(event.vehicle()).isEqualTo("v-9");
    assertThat(event.timeMillis()).isEqualTo(Bodies.NOW.toEpochMilli() - 1_000);
  }

  @Test
  void vehicleOfTheBatchMayHaveItsAliasToo() {
    String json = "{\"vin\":\"v-9\",\"events\":[{\"age_ms\":0,\"signals\":{\"speed\":1}}]}";

    DecodedBatch.Events batch = Bodies.events(Bodies.decode(json, BatchFormat.JSON, ALIASES));

    assertThat(Bodies.accepted(batch)).extracting(a -> a.event().vehicle()).containsExactly("v-9");
  }

  @Test
  void lineOfNdjsonIsReadTheSame() {
    String line = "{\"vin\":\"v-9\",\"age_ms\":0,\"signals\":{\"tempo knots\":1}}";

    DecodedBatch.Events batch = Bodies.events(Bodies.decode(line, BatchFormat.NDJSON, ALIASES));

    assertThat(Bodies.accepted(batch)).extracting(a -> a.event().vehicle()).containsExactly("v-9");
  }

  @Test
  void memberAndItsAliasAreTheSameMemberTwice() {
    RejectedEvent rejected = rejected(with("\"ts\":1,\"time\":2"), ALIASES);

    assertThat(rejected.rejection().code()).isEqualTo(ErrorCode.DUPLICATE_MEMBER);
    assertThat(rejected.name()).isEqualTo("time");
  }

  @Test
  void wrongValueIsReportedUnderTheNameReceived() {
    RejectedEvent rejected =
        rejected("\"vehicle\":\"v\",\"ts\":\"soon\",\"signals\":{\"speed\":1}", ALIASES);

    assertThat(rejected.rejection().code()).isEqualTo(ErrorCode.TIME_INVALID);
    assertThat(rejected.name()).isEqualTo("ts");
  }

  @Test
  void aliasOfNothingIsAnUnknownMember() {
    assertThat(rejected(with("\"nothing\":1"), ALIASES).rejection().code())
        .isEqualTo(ErrorCode.UNKNOWN_MEMBER);
  }

  @Test
  void otherTenantsDoNotHaveIt() {
    RejectedEvent rejected = rejected(with("\"ts\":1"), Bodies.ANYONE);

    assertThat(rejected.rejection().code()).isEqualTo(ErrorCode.UNKNOWN_MEMBER);
    assertThat(rejected.name()).isEqualTo("ts");
  }

  @Test
  void rejectedEventNamesItsVehicleEvenIfThatComesLast() {
    String json =
        "{\"events\":[{\"oops\":1,\"vehicle\":\"own\"},{\"oops\":1}],\"vehicle\":\"whole\"}";

    DecodedBatch.Events batch = Bodies.events(Bodies.decode(json));

    assertThat(batch.rejected()).extracting(RejectedEvent::vehicle).containsExactly("own", "whole");
  }

  @Test
  void namesTheSignalThatIsWrong() {
    assertThat(rejected(withSignals("\"Speed\":1e9"), Bodies.ANYONE).name()).isEqualTo("Speed");
    assertThat(rejected(withSignals("\"x\":{}"), Bodies.ANYONE).name()).isEqualTo("x");
    assertThat(rejected(withSignals("\"speed\":true"), Bodies.ANYONE).name()).isEqualTo("speed");
  }

  private static Event single(String members) {
    DecodedBatch.Events batch =
        Bodies.events(Bodies.decode(Bodies.batchOf(members), BatchFormat.JSON, ALIASES));
    assertThat(batch.rejections()).isEmpty();
    return Bodies.accepted(batch).getFirst().event();
  }

  private static RejectedEvent rejected(String members, SendingRights rights) {
    DecodedBatch.Events batch =
        Bodies.events(Bodies.decode(Bodies.batchOf(members), BatchFormat.JSON, rights));
    assertThat(batch.rejected()).hasSize(1);
    return batch.rejected().getFirst();
  }

  private static SendingRights rights(TenantAlias... aliases) {
    return new SendingRights(
        Lane.LIVE, "", new TenantMapping(CATALOGUE, List.of(aliases)), Bodies.NOW.toEpochMilli());
  }

  private static TenantAlias signal(String received, String target, double scale, double offset) {
    return new TenantAlias("acme", TenantAlias.Kind.SIGNAL, received, target, scale, offset, 0);
  }

  private static TenantAlias member(String received, String target) {
    return new TenantAlias("acme", TenantAlias.Kind.MEMBER, received, target, 1, 0, 0);
  }

  private static int speed() {
    return CATALOGUE.signals().stream()
        .filter(signal -> signal.name().equals("speed"))
        .findFirst()
        .orElseThrow()
        .id();
  }
}
