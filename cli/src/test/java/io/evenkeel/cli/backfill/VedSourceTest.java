package io.evenkeel.cli.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VedSourceTest {
  private static final String HEADER =
      "DayNum,VehId,Trip,Timestamp(ms),Latitude[deg],Longitude[deg],Vehicle Speed[km/h],MAF[g/sec],HV Battery SOC[%]\n";

  @TempDir private Path directory = Path.of(".");

  @Test
  void mapsARowToAnEvent() throws IOException {
    assertThat(
            read(
                HEADER
                    + "1.5,10,1558,200,42.2770658333,-83.7634036111,53.5900001526,,96.341468811\n"))
        .containsExactly(
            "{\"vehicle\":\"10\",\"time\":1509537600200,\"session\":\"trip-1558\",\"seq\":0,\"signals\":"
                + "{\"latitude\":42.2770658333,\"longitude\":-83.7634036111,\"speed\":53.5900001526,"
                + "\"soc_displayed\":96.341468811}}");
  }

  @Test
  void keepsColumnsThatTheCatalogueDoesNotKnowUnderTheirOwnNames() throws IOException {
    assertThat(read(HEADER + "1.5,10,1558,0,,,,4.25,\n").getFirst())
        .endsWith("\"signals\":{\"MAF[g/sec]\":4.25}}");
  }

  @Test
  void numbersTheRowsOfEachTripApart() throws IOException {
    String rows = "1,10,7,0,1,1,1,,\n1,10,7,100,1,1,1,,\n1,10,8,0,1,1,1,,\n1,11,7,0,1,1,1,,\n";

    assertThat(read(HEADER + rows))
        .extracting(event -> event.replaceAll(".*\"seq\":(\\d+).*", "$1"))
        .containsExactly("0", "1", "0", "0");
  }

  @Test
  void placesARowBeforeTheStartOfItsTrip() throws IOException {
    assertThat(read(HEADER + "1,10,7,-100,1,1,1,,\n").getFirst())
        .contains("\"time\":" + (1_509_494_400_000L - 100));
  }

  @Test
  void refusesAFileOfAnotherKindNamingWhatIsMissing() {
    assertThatThrownBy(() -> read("a,b\n1,2\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a VED file");
  }

  private List<String> read(String csv) throws IOException {
    Path file = Files.writeString(directory.resolve("ved.csv"), csv);
    List<String> events = new ArrayList<>();
    try (EventSource source = FileFormat.VED.open(file)) {
      for (byte[] event = source.next(); event != null; event = source.next()) {
        events.add(new String(event, UTF_8));
      }
      assertThat(source.bytesRead()).isEqualTo(Files.size(file));
    }
    return events;
  }
}
