package io.evenkeel.sink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.model.signal.Signal;
import io.evenkeel.model.signal.SignalCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalColumnsMigrationTest {
  private final List<Signal> signals = SignalCatalogue.standard().signals();

  @Test
  void runsAgainOnlyWhenTheCatalogueChanges() {
    int checksum = checksum(signals);

    assertThat(checksum(signals)).isEqualTo(checksum);
    assertThat(checksum(signals.subList(1, signals.size()))).isNotEqualTo(checksum);
  }

  @Test
  void isRepeatable() {
    assertThat(new SignalColumnsMigration(SignalCatalogue.standard()).getVersion()).isNull();
  }

  private static int checksum(List<Signal> signals) {
    return new SignalColumnsMigration(new SignalCatalogue(signals)).getChecksum();
  }
}
