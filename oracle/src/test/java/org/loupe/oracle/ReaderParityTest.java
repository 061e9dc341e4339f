package org.loupe.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.io.Opener;
import ij.process.FloatProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.io.MicrographFile;
import org.loupe.io.MicrographReaders;
import org.loupe.micrograph.Micrograph;

/** Samples as we read them against those of OpenCV and ImageJ, on real micrographs. */
class ReaderParityTest {

  private static final Path DATA = Path.of("..", "..", "shared", "data");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fecral_loops/images",
        "small_loops_316L/imgs",
        "dense_loops_titanium/images",
        "precipitates_chromium/train",
        "precipitates_chromium/masks",
        "backgrounds/0.11_nm_per_px",
      })
  void realImagesEqualThoseOfOpenCv(String name) throws IOException {
    Path images = DATA.resolve(name);
    assumeTrue(Files.isDirectory(images), () -> "skipped: no " + name + " in the shared data");
    List<Path> files;
    try (Stream<Path> listed = Files.list(images)) {
      files = listed.filter(MicrographReaders::isMicrograph).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    // Twelve of a folder, spread over it: the folders are of one kind each.
    for (int i = 0; i < files.size(); i += Math.max(1, files.size() / 12)) {
      compareWithOpenCv(files.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void colorEqualsThatOfOpenCv(String format) throws IOException {
    BufferedImage image = new BufferedImage(61, 43, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(9);
    for (int y = 0; y < 43; y++) {
      for (int x = 0; x < 61; x++) {
        // Smooth and noisy parts, so that the upsampling of chroma shows.
        int rgb = x < 30 ? ((4 * x) << 16) + ((5 * y) << 8) + 2 * (x + y) : random.nextInt(1 << 24);
        image.setRGB(x, y, rgb);
      }
    }
    Path path = folder.resolve("color." + format);
    assertThat(ImageIO.write(image, format, path.toFile())).isTrue();
    compareWithOpenCv(path);
  }

  private static void compareWithOpenCv(Path path) throws IOException {
    Micrograph ours = read(path, 0);
    try (Mat read = imread(path.toString(), IMREAD_UNCHANGED);
        Mat gray = new Mat()) {
      switch (read.channels()) {
        case 1 -> read.copyTo(gray);
        case 3 -> cvtColor(read, gray, COLOR_BGR2GRAY);
        default -> cvtColor(read, gray, COLOR_BGRA2GRAY);
      }
      assertThat(gray.cols()).as(path.toString()).isEqualTo(ours.width());
      assertThat(gray.rows()).as(path.toString()).isEqualTo(ours.height());
      assertThat(gray.depth()).isIn(CV_8U, CV_16U);
      try (BytePointer data = gray.data()) {
        ByteBuffer bytes =
            data.capacity(gray.total() * gray.elemSize())
                .asByteBuffer()
                .order(java.nio.ByteOrder.nativeOrder());
        float[] samples = ours.image().samples();
        int differing = 0;
        for (int i = 0; i < samples.length; i++) {
          int theirs = gray.depth() == CV_8U ? bytes.get(i) & 0xFF : bytes.getShort(2 * i) & 0xFFFF;
          differing += theirs == samples[i] ? 0 : 1;
        }
        assertThat(differing).as("samples that differ in %s", path).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FEI-Helios-Ebeam-16bits.tif",
        "FEI-Helios-Ebeam-8bits.tif",
        "JEOL-SightX-TEM-mag-dummy.tif",
        "TVIPS_bin4.tif",
        "test_loading_image_saved_with_imageJ.tif",
        "test_loading_image_saved_with_imageJ_stack.tif",
        "test_loading_image_saved_with_DM.tif",
        "test_tiff_Zeiss_SEM_1k.tif",
      })
  void tiffsEqualThoseOfImageJ(String name) throws IOException {
    Path path = DATA.resolve("formats/tiff").resolve(name);
    assumeTrue(Files.exists(path), () -> "skipped: no " + name + " in the shared data");
    ImagePlus theirs = new Opener().openImage(path.toString());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(theirs.getStackSize());
      for (int i = 0; i < file.frames(); i++) {
        float[] expected =
            (float[]) theirs.getStack().getProcessor(i + 1).convertToFloat().getPixels();
        assertThat(file.frame(i).image().samples().length).isEqualTo(expected.length);
        assertThat(file.frame(i).image().samples()).isEqualTo(expected);
      }
    }
  }

  @Test
  void calibrationThatImageJWritesIsReadBack() throws IOException {
    for (String unit : List.of("nm", "um", "\u00b5m", "pm", "\u00c5", "micron")) {
      ImagePlus image = new ImagePlus("a", new FloatProcessor(5, 4, new float[20]));
      image.getCalibration().setUnit(unit);
      image.getCalibration().pixelWidth = 2.5;
      image.getCalibration().pixelHeight = 2.5;
      Path path = folder.resolve("calibrated.tif");
      ij.IJ.saveAsTiff(image, path.toString());
      double nm = read(path, 0).calibration().orElseThrow().pixelSizeNm();
      double expected =
          switch (unit) {
            case "nm" -> 2.5;
            case "pm" -> 2.5e-3;
            case "\u00c5" -> 0.25;
            default -> 2500;
          };
      // Stored as pixels per unit, a quotient of integers up to a million: 0.4 is exact.
      assertThat(nm).as(unit).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  private static Micrograph read(Path path, int frame) throws IOException {
    try (MicrographFile file = MicrographReaders.open(path)) {
      return file.frame(frame);
    }
  }
}
