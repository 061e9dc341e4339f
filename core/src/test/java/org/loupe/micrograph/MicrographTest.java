package org.loupe.micrograph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.loupe.image.GrayImage;
import org.loupe.image.IntensityMapping;

class MicrographTest {

  @Test
  void eightBitSamplesAreUsedAsTheyAre() {
    Micrograph micrograph = micrograph(8, 3, 200, 90, 17);
    assertThat(micrograph.intensityMapping()).isEqualTo(IntensityMapping.identity());
    assertThat(micrograph.detectorImage().samples())
        .containsExactly((byte) 3, (byte) 200, (byte) 90, (byte) 17);
  }

  @Test
  void signedEightBitSamplesAreSpreadNotClipped() {
    Micrograph micrograph = micrograph(8, -128, 127, 0, -1);
    assertThat(micrograph.detectorImage().at(0, 0)).isEqualTo(0);
    assertThat(micrograph.detectorImage().at(1, 0)).isEqualTo(255);
    assertThat(micrograph.detectorImage().at(1, 1)).isEqualTo(127);
  }

  @Test
  void deeperSamplesAreSpread() {
    Micrograph micrograph = micrograph(16, 1000, 2000, 1500, 1000);
    assertThat(micrograph.detectorImage().samples())
        .containsExactly((byte) 0, (byte) 255, (byte) 128, (byte) 0);
  }

  @Test
  void theNegativeIsAsDarkAsTheMicrographWasBright() {
    assertThat(micrograph(8, 3, 200, 90, 17).negative().image().samples())
        .containsExactly(252, 55, 165, 238);
    Micrograph deep = micrograph(16, 1000, 2000, 1500, 1100);
    assertThat(deep.negative().image().samples()).containsExactly(2000, 1000, 1500, 1900);
    assertThat(deep.negative().negative().image().samples())
        .containsExactly(deep.image().samples());
    assertThat(deep.negative().detectorImage().samples())
        .containsExactly((byte) 255, (byte) 0, (byte) 128, (byte) 230);
    float large = 0x1p127f; // the sum of two such is no float
    assertThat(micrograph(32, large, 1.5f * large, 1.25f * large, large).negative().image())
        .returns(1.5f * large, image -> image.at(0, 0))
        .returns(large, image -> image.at(1, 0))
        .returns(1.25f * large, image -> image.at(0, 1));
    Calibration calibration = new Calibration(2, 2, "--pixel-size");
    assertThat(deep.withCalibration(calibration).withNote("n").negative())
        .returns(List.of("n"), Micrograph::notes)
        .returns(Optional.of(calibration), Micrograph::calibration)
        .returns(16, Micrograph::bits);
  }

  @Test
  void calibrationIsReplacedAndNotesAreKept() {
    List<String> notes = new ArrayList<>(List.of("a note"));
    Micrograph micrograph =
        new Micrograph(new GrayImage(1, 1, new float[1]), 8, "TIFF", Optional.empty(), notes);
    notes.add("later");
    Micrograph calibrated = micrograph.withCalibration(new Calibration(2, 2, "--pixel-size"));
    assertThat(calibrated.calibration().orElseThrow().source()).isEqualTo("--pixel-size");
    assertThat(calibrated.notes()).containsExactly("a note");
    assertThat(micrograph.calibration()).isEmpty();
  }

  private static Micrograph micrograph(int bits, float... samples) {
    return new Micrograph(new GrayImage(2, 2, samples), bits, "TIFF", Optional.empty(), List.of());
  }
}
