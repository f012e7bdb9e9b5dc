package io.evenkeel.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AckBookTest {
  private final AckBook book = new AckBook();
  private final Device device = new Device("truck", 1_790_000_000_000L);

  @Test
  void countsAnEventOnceHoweverOftenItIsAcknowledged() {
    book.acknowledge(device, 0, 20);
    book.acknowledge(device, 10, 20);
    book.acknowledge(new Device("truck", 1_790_000_000_000L), 0, 5);

    assertThat(book.events()).isEqualTo(30);
  }

  @Test
  void listsWhatWasAcknowledgedAndNothingElse() {
    book.acknowledge(device, 5, 2);

    List<Long> seqs = new ArrayList<>();
    book.forEach((acknowledged, seq) -> seqs.add(seq));

    assertThat(seqs).containsExactly(5L, 6L);
  }

  @Test
  void aDeviceMeasuresTheSameAgainWhenItSendsAgain() {
    assertThat(device.events(7, 1).getFirst()).isEqualTo(device.events(0, 8).get(7));
    assertThat(device.timeMillis(8) - device.timeMillis(7)).isEqualTo(1_000);
  }
}
