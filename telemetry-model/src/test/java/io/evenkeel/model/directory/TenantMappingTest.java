package io.evenkeel.model.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.model.event.SignalValue;
import io.evenkeel.model.signal.SignalCatalogue;
import io.evenkeel.model.signal.SignalMatch;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TenantMappingTest {
  private static final SignalCatalogue CATALOGUE = SignalCatalogue.standard();

  @Test
  void findsAnAliasInAnySpellingAndConverts() {
    SignalMatch match = match(signal("speed_mph", "speed", 1.609344), "Speed-MPH");

    assertThat(match.signal().name()).isEqualTo("speed");
    assertThat(match.fitting(new SignalValue.Numeric(100)))
        .isEqualTo(new SignalValue.Numeric(160.9344));
  }

  @Test
  void prefersTheTenantsOwnNameToTheCataloguesAndLeavesOthersToIt() {
    TenantAlias alias = signal("soc", "battery_voltage", 1);

    assertThat(match(alias, "soc").signal().name()).isEqualTo("battery_voltage");
    assertThat(match(alias, "speed").signal().name()).isEqualTo("speed");
    assertThat(mapping(alias).match("nobody_knows")).isNull();
  }

  @Test
  void findsMembersByTheirExactNameOnly() {
    TenantMapping mapping = mapping(alias(TenantAlias.Kind.MEMBER, "ts", "time", 1));

    assertThat(mapping.member("ts")).isEqualTo("time");
    assertThat(mapping.member("TS")).isNull();
    assertThat(mapping.match("ts")).isNull();
  }

  @Test
  void passesOverAnAliasForASignalOfANewerBuild() {
    assertThat(mapping(signal("warp", "warp_factor", 1)).match("warp")).isNull();
  }

  @Test
  void readsAnAliasBackFromTheDirectory() {
    var signal = new DirectoryRecord.OfAlias(signal("Speed_MPH", "speed", 1.5));
    var member = new DirectoryRecord.OfAlias(alias(TenantAlias.Kind.MEMBER, "Ts", "time", 1));

    assertThat(DirectoryRecord.parse(signal.toBytes())).contains(signal);
    assertThat(DirectoryRecord.parse(member.toBytes())).contains(member);
    assertThat(signal.key()).isEqualTo("alias/acme/signal/speedmph");
    assertThat(member.key()).isEqualTo("alias/acme/member/Ts");
  }

  @Test
  void refusesAnAliasThatMeansNothing() {
    assertThatThrownBy(() -> signal(" ", "speed", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signal("x".repeat(65), "speed", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signal("v", "", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signal("v", "speed", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> signal("v", "speed", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesNoValueThatIsImplausibleOrOfAnotherType() {
    SignalMatch speed = match(signal("v", "speed", 1), "v");

    assertThat(speed.fitting(new SignalValue.Numeric(1e9))).isNull();
    assertThat(speed.fitting(new SignalValue.Text("fast"))).isNull();
    assertThat(speed.fitting(new SignalValue.Flag(true))).isNull();
  }

  private static SignalMatch match(TenantAlias alias, String received) {
    return Objects.requireNonNull(mapping(alias).match(received));
  }

  private static TenantMapping mapping(TenantAlias alias) {
    return new TenantMapping(CATALOGUE, List.of(alias));
  }

  private static TenantAlias signal(String received, String target, double scale) {
    return alias(TenantAlias.Kind.SIGNAL, received, target, scale);
  }

  private static TenantAlias alias(
      TenantAlias.Kind kind, String received, String target, double scale) {
    return new TenantAlias("acme", kind, received, target, scale, 0, 1);
  }
}
