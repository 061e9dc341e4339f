package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
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

  /** Where each maker states the pixel size; ExpectedFormatsTest has the numbers. */
  @ParameterizedTest
  @CsvSource({
    "tiff/FEI-Helios-Ebeam-16bits.tif, FEI tag 34682 ([Scan] PixelWidth)",
    "tiff/test_tiff_Zeiss_SEM_1k.tif, Zeiss tag 34118 (pixel size x 1024 / image width)",
    "tiff/TVIPS_bin4.tif, TVIPS header (PixelSizeX)",
    "tiff/olympus_SIS.tif, Olympus SIS tag 33560",
    "tiff/JEOL-SightX-TEM-mag-dummy.tif, JEOL report (resolution tag / magnification)",
    "tiff/test_loading_image_saved_with_DM.tif, DigitalMicrograph tag 65009 (unit \u00b5m)",
    "dm4/JEOL_HAADF_Image.dm4, DM4 calibration (Units=\u00b5m)",
    "emd/EMDReader_Image_FEI.emd, Velox metadata (BinaryResult.PixelSize)",
    "emd/ncem_Acquisition_18.emd, EMD axis dim2 (units=n_m)",
    "mrc/HAADFscan.mrc, MRC header (CELLA / MX)",
    "ser/16_STOimage_1.ser, SER calibration (CalibrationDelta)",
  })
  void sourceOfThePixelSizeIsNamed(String name, String source) throws IOException {
    try (MicrographFile file = MicrographReaders.open(SharedData.require("formats/" + name))) {
      assertThat(file.frame(0).calibration().orElseThrow().source()).isEqualTo(source);
    }
  }

  /** 93 pixels per inch are 3661 per meter; the same file says 3642 elsewhere. */
  @Test
  void jeolFileDisagreesWithItself() throws IOException {
    Micrograph micrograph = read("JEOL-SightX-TEM-mag-dummy.tif", 0);
    assertThat(micrograph.notes())
        .singleElement()
        .asString()
        .contains("disagree", "1.82079 nm", "1.83050 nm");
  }

  @Test
  void imageJFileWithoutScaleIsUncalibrated() throws IOException {
    Micrograph micrograph = read("test_loading_image_saved_with_imageJ_no_scale.tif", 0);
    assertThat(micrograph.calibration()).isEmpty();
  }

  @Test
  void previewOfAnOlympusFileIsSkipped() throws IOException {
    Path path = SharedData.require("formats/tiff/olympus_SIS.tif");
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(1);
      assertThat(file.frame(0).bits()).isEqualTo(16);
      assertThat(file.frame(0).notes()).anyMatch(note -> note.contains("for the screen"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tiff/FEI-Helios-Ebeam-8bits.tif, PixelWidth=3.3724e-006",
    "tiff/test_tiff_Zeiss_SEM_1k.tif, AP_IMAGE_PIXEL_SIZE",
    "dm3/multi_signal.dm3, HAADF",
    "emd/Velox_Camera_Ceta_Imaging_Micro.emd, BM-Ceta",
    "emd/ncem_Acquisition_18.emd, TEAM 0.5",
    "ser/128x128-TEM_search_1.ser, TEM uP SA Zoom Image",
    "mrc/HAADFscan.mrc, FEI2",
  })
  void metadataIsListed(String name, String value) throws IOException {
    try (MicrographFile file = MicrographReaders.open(SharedData.require("formats/" + name))) {
      assertThat(file.metadata()).anyMatch(tag -> tag.value().contains(value));
    }
  }

  private static Micrograph read(String name, int frame) throws IOException {
    try (MicrographFile file = MicrographReaders.open(SharedData.require("formats/tiff/" + name))) {
      return file.frame(frame);
    }
  }
}
