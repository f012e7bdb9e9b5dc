package io.evenkeel.cli.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VehicleListTest {
  @TempDir private Path directory = Path.of(".");

  @Test
  void readsTheColumnNamedVehicle() throws IOException {
    assertThat(read("depot,Vehicle,plate\nnorth,v1,A\nsouth,\"v,2\",B\n"))
        .containsExactly("v1", "v,2");
  }

  @Test
  void readsTheFirstColumnWhereNoneIsNamed() throws IOException {
    assertThat(read("v1,x\nv2,y\n")).containsExactly("v1", "v2");
  }

  @Test
  void readsEachVehicleOnceAndPassesOverEmptyCells() throws IOException {
    assertThat(read("v1\n\nv1\n \nv2\n")).containsExactly("v1", "v2");
  }

  @Test
  void refusesAFileWithoutVehicles() {
    assertThatThrownBy(() -> read("vehicle\n"))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("names no vehicle");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> VehicleList.read(directory.resolve("absent.csv")))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("absent.csv");
  }

  private List<String> read(String csv) throws IOException {
    return VehicleList.read(Files.writeString(directory.resolve("vehicles.csv"), csv));
  }
}
