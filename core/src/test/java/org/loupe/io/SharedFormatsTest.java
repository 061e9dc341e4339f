package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.loupe.SharedData;
import org.loupe.micrograph.Micrograph;

/**
 * Files of microscopes and of ImageJ against the figures of an independent reader (expected.tsv of
 * the shared data), here for what is plain TIFF.
 */
class SharedFormatsTest {

  /** Figures in the table have nine significant digits. */
  private static final double TABLE_PRECISION = 1e-8;

  @ParameterizedTest
  @CsvSource({
    "ome/2010-06-18x24y5z1t2c8b-text.ome.tiff, 10, 18, 24, 8",
    "ome/ome-types_ome.tiff, 2, 6, 6, 8",
  })
  void pagesOfOmeFilesAreFrames(String name, int frames, int width, int height, int bits)
      throws IOException {
    try (MicrographFile file = MicrographReaders.open(SharedData.require("formats/" + name))) {
      assertThat(file.frames()).isEqualTo(frames);
      for (int i = 0; i < frames; i++) {
        Micrograph frame = file.frame(i);
        assertThat(frame.width()).isEqualTo(width);
        assertThat(frame.height()).isEqualTo(height);
        assertThat(frame.bits()).isEqualTo(bits);
        assertThat(frame.calibration()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FEI-Helios-Ebeam-16bits.tif, 0, 512, 471, 16, 0, 65280, 785.084926, 0",
    "FEI-Helios-Ebeam-8bits.tif, 0, 512, 471, 8, 0, 255, 3.06673799, 0",
    "FEI-Helios-navcam.tif, 0, 768, 551, 8, 0, 0, 0, 0",
    "JEOL-SightX-TEM-mag-dummy.tif, 0, 556, 556, 16, 513, 513, 513, 513",
    "TVIPS_bin4.tif, 0, 1024, 1024, 8, 0, 255, 104.475662, 255",
    "test_loading_image_saved_with_DM.tif, 0, 68, 68, 32, 2866, 3774, 3335.38711, 3465",
    "test_loading_image_saved_with_imageJ.tif, 0, 68, 68, 32, 2866, 3774, 3335.38711, 3465",
    "test_loading_image_saved_with_imageJ_no_scale.tif,0,68,68,32,2866,3774,3335.38711,3465",
    "test_loading_image_saved_with_imageJ_stack.tif, 0, 68, 68, 32, 2866, 3774, 3335.38711, 3465",
    "test_loading_image_saved_with_imageJ_stack.tif, 1, 68, 68, 32, 2866, 3774, 3335.38711, 3465",
    "test_tiff_Zeiss_SEM_1k.tif, 0, 1024, 768, 8, 0, 255, 163.42735, 122",
    "test_tiff_Zeiss_SEM_512pix.tif, 0, 512, 384, 8, 0, 254, 149.590652, 148",
  })
  void samplesAreThoseOfAnIndependentReader(
      String name,
      int frame,
      int width,
      int height,
      int bits,
      float min,
      float max,
      double mean,
      float first)
      throws IOException {
    Micrograph micrograph = read(name, frame);
    float[] samples = micrograph.image().samples();
    float lowest = samples[0];
    float highest = samples[0];
    double sum = 0;
    for (float sample : samples) {
      lowest = Math.min(lowest, sample);
      highest = Math.max(highest, sample);
      sum += sample;
    }
    assertThat(micrograph.width()).isEqualTo(width);
    assertThat(micrograph.height()).isEqualTo(height);
    assertThat(micrograph.bits()).isEqualTo(bits);
    assertThat(samples[0]).isEqualTo(first);
    assertThat(lowest).isEqualTo(min);
    assertThat(highest).isEqualTo(max);
    assertThat(sum / samples.length).isCloseTo(mean, within(TABLE_PRECISION * Math.max(1, mean)));
  }

  @ParameterizedTest
  @CsvSource({
    "test_loading_image_saved_with_imageJ.tif, 0",
    "test_loading_image_saved_with_imageJ_stack.tif, 0",
    "test_loading_image_saved_with_imageJ_stack.tif, 1",
  })
  void imageJsMicronsAreUnderstood(String name, int frame) throws IOException {
    Micrograph micrograph = read(name, frame);
    assertThat(micrograph.calibration())
        .hasValueSatisfying(
            calibration -> {
              assertThat(calibration.pixelSizeNm()).isCloseTo(168.674711, within(1e-6));
              assertThat(calibration.source())
                  .isEqualTo("TIFF ImageJ tags (XResolution, unit=micron)");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "FEI-Helios-Ebeam-16bits.tif, 64.0 pixels per inch",
    "JEOL-SightX-TEM-mag-dummy.tif, 93.0 pixels per inch",
    "TVIPS_bin4.tif, 7038270.0 pixels per cm",
  })
  void resolutionForPrintersIsNoCalibration(String name, String note) throws IOException {
    Micrograph micrograph = read(name, 0);
    assertThat(micrograph.calibration()).isEmpty();
    assertThat(micrograph.notes()).anyMatch(text -> text.contains(note));
  }

  @Test
  void imageJFileWithoutScaleIsUncalibrated() throws IOException {
    Micrograph micrograph = read("test_loading_image_saved_with_imageJ_no_scale.tif", 0);
    assertThat(micrograph.calibration()).isEmpty();
  }

  @Test
  void olympusFileHasItsDataOnTheSecondPage() throws IOException {
    Micrograph preview = read("olympus_SIS.tif", 0);
    Micrograph data = read("olympus_SIS.tif", 1);
    assertThat(preview.bits()).isEqualTo(8);
    assertThat(data.bits()).isEqualTo(16);
    assertThat(data.width()).isEqualTo(112);
    assertThat(data.height()).isEqualTo(101);
  }

  @ParameterizedTest
  @CsvSource({
    "dm3/rsciio_2D_test-6.dm3, DigitalMicrograph",
    "dm4/rsciio_2D_test-6.dm4, DigitalMicrograph",
    "emd/example_image.emd, HDF5",
    "ser/16x16_STEM_BF_DF_acquire_1.ser, SER",
  })
  void formatsOfALaterTimeAreNamed(String name, String format) {
    Path path = SharedData.require("formats/" + name);
    assertThatThrownBy(() -> MicrographReaders.open(path))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(format);
  }

  private static Micrograph read(String name, int frame) throws IOException {
    try (MicrographFile file = MicrographReaders.open(SharedData.require("formats/tiff/" + name))) {
      return file.frame(frame);
    }
  }
}
