package org.loupe.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.loupe.io.TiffBuilder.LONG;
import static org.loupe.io.TiffBuilder.SHORT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.micrograph.Micrograph;

/** What the tags of each maker of microscopes say of the pixel size, and which of them wins. */
class TiffCalibrationTest {

  /** A few roundings of products and quotients. */
  private static final double ROUNDINGS = 1e-13;

  private static final int DOUBLE = 12;

  @TempDir private Path folder;

  private static TiffBuilder.Page page() {
    return TiffBuilder.little().page(2, 1, 8, new byte[] {1, 2});
  }

  private Micrograph read(TiffBuilder.Page page) throws IOException {
    return Fixtures.read(folder, "a.tif", page.end().bytes());
  }

  /** Returns the lines as the microscopes' programs write them, which run on Windows. */
  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static double pixelNm(Micrograph micrograph) {
    return micrograph.calibration().orElseThrow().pixelSizeNm();
  }

  @ParameterizedTest
  @ValueSource(ints = {34_680, 34_682})
  void feiStatesMetersInItsScanSection(int tag) throws IOException {
    Micrograph micrograph =
        read(
            page()
                .text(
                    tag,
                    lines(
                        "[User]",
                        "User=a",
                        "[Scan]",
                        "PixelWidth=2e-009",
                        "PixelHeight=3e-009",
                        "[Image]",
                        "ResolutionX=2")));
    assertThat(micrograph.calibration().orElseThrow().pixelWidthNm())
        .isCloseTo(2, within(ROUNDINGS));
    assertThat(micrograph.calibration().orElseThrow().pixelHeightNm())
        .isCloseTo(3, within(ROUNDINGS));
    assertThat(micrograph.calibration().orElseThrow().source())
        .isEqualTo("FEI tag " + tag + " ([Scan] PixelWidth)");
    assertThat(micrograph.notes()).isEmpty();
  }

  @Test
  void feiFieldWidthServesWhereThereIsNoScan() throws IOException {
    Micrograph micrograph =
        read(
            page()
                .text(
                    34_682,
                    lines(
                        "[Beam]",
                        "Beam=IRBeam",
                        "[IRBeam]",
                        "HFW=4e-6",
                        "VFW=2e-6",
                        "[Image]",
                        "ResolutionX=2",
                        "ResolutionY=1")));
    assertThat(pixelNm(micrograph)).isCloseTo(2000, within(2000 * ROUNDINGS));
  }

  @Test
  void feiImageOfAnotherWidthThanRecordedIsNoted() throws IOException {
    Micrograph micrograph =
        read(page().text(34_682, "[Scan]\nPixelWidth=2e-9\n[Image]\nResolutionX=1024\n"));
    assertThat(pixelNm(micrograph)).isCloseTo(2, within(ROUNDINGS));
    assertThat(micrograph.notes())
        .singleElement()
        .asString()
        .contains("1024 pixels wide, this one has 2");
  }

  @Test
  void feiXmlStatesPixelSizeWithAPrefix() throws IOException {
    Micrograph micrograph =
        read(
            page()
                .text(
                    34_683,
                    "<?xml version=\"1.0\"?><Metadata><BinaryResult><PixelSize>"
                        + "<X unit=\"m\" unitPrefixPower=\"-9\">0.5</X>"
                        + "<Y unit=\"m\" unitPrefixPower=\"-9\">0.5</Y>"
                        + "</PixelSize></BinaryResult></Metadata>"));
    assertThat(pixelNm(micrograph)).isCloseTo(0.5, within(ROUNDINGS));
  }

  /** The bare number is of an image 1024 pixels wide, whatever the width of this one. */
  @Test
  void zeissNumberIsScaledToTheWidth() throws IOException {
    Micrograph micrograph =
        read(
            page()
                .text(
                    34_118,
                    lines(
                        "0",
                        "0",
                        "0",
                        "5.824988e-12",
                        "1",
                        "AP_PIXEL_SIZE",
                        "Pixel Size = 5.825 pm",
                        "AP_WIDTH",
                        "Width = 5.965 nm")));
    assertThat(pixelNm(micrograph)).isCloseTo(5.824988e-3 * 512, within(ROUNDINGS));
    assertThat(micrograph.notes()).isEmpty();
  }

  @Test
  void zeissImagePixelSizeWinsAfterCropping() throws IOException {
    Micrograph micrograph =
        read(
            page()
                .text(
                    34_118,
                    "0\n0\n0\n5e-9\n1\nAP_IMAGE_PIXEL_SIZE\nImage Pixel Size = 10.00 nm\n"));
    assertThat(pixelNm(micrograph)).isEqualTo(10);
    assertThat(micrograph.notes())
        .singleElement()
        .asString()
        .contains("disagree", "10.0000 nm", "2560.00 nm", "cropped");
  }

  @Test
  void tvipsHeaderLiesWhereItsTagPoints() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(3000).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 2).putFloat(2968, 1.5f).putFloat(2972, 1.5f);
    TiffBuilder builder = TiffBuilder.little();
    byte[] strip = Arrays.copyOf(new byte[] {1, 2}, 2);
    byte[] before = builder.page(2, 1, 8, strip).tag(37_706, LONG, 0).end().bytes();
    byte[] pointing =
        TiffBuilder.little().page(2, 1, 8, strip).tag(37_706, LONG, before.length).end().bytes();
    byte[] file = Arrays.copyOf(pointing, pointing.length + header.capacity());
    System.arraycopy(header.array(), 0, file, pointing.length, header.capacity());
    Micrograph micrograph = Fixtures.read(folder, "a.tif", file);
    assertThat(pixelNm(micrograph)).isEqualTo(1.5);
    assertThat(micrograph.calibration().orElseThrow().source())
        .isEqualTo("TVIPS header (PixelSizeX)");
  }

  @Test
  void olympusBlockHasAnExponent() throws IOException {
    byte[] plain =
        page().text(271, "Olympus Soft Imaging Solutions").tag(33_560, LONG, 0).end().bytes();
    byte[] file =
        page()
            .text(271, "Olympus Soft Imaging Solutions")
            .tag(33_560, LONG, plain.length)
            .end()
            .bytes();
    ByteBuffer block = ByteBuffer.allocate(68 + 28).order(ByteOrder.LITTLE_ENDIAN);
    block.put("SIS0".getBytes(StandardCharsets.US_ASCII));
    block.putShort(58, (short) 1);
    block.putShort(60, (short) 1).putShort(62, (short) 1).putInt(64, plain.length + 68);
    block.putShort(68 + 10, (short) -9).putDouble(68 + 12, 0.25).putDouble(68 + 20, 0.25);
    byte[] whole = Arrays.copyOf(file, file.length + block.capacity());
    System.arraycopy(block.array(), 0, whole, file.length, block.capacity());
    assertThat(pixelNm(Fixtures.read(folder, "a.tif", whole))).isCloseTo(0.25, within(ROUNDINGS));
  }

  @Test
  void pictureForTheScreenIsSkippedBesideTheRecordedImage() throws IOException {
    Path path = folder.resolve("two.tif");
    Files.write(
        path,
        TiffBuilder.little()
            .page(2, 1, 8, new byte[] {1, 2})
            .text(271, "JEOL Ltd.")
            .end()
            .page(2, 1, 16, new byte[] {3, 0, 4, 0})
            .text(271, "JEOL Ltd.")
            .end()
            .bytes());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.frames()).isEqualTo(1);
      assertThat(file.frame(0).image().samples()).containsExactly(3, 4);
      assertThat(file.frame(0).notes()).singleElement().asString().contains("for the screen");
    }
  }

  @Test
  void digitalMicrographTagsHaveTheirOwnUnit() throws IOException {
    TiffBuilder.Page page =
        page()
            .text(65_003, "\u00b5m")
            .text(65_004, "nm")
            .tag(65_009, DOUBLE, Double.doubleToLongBits(0.001))
            .tag(65_010, DOUBLE, Double.doubleToLongBits(2));
    Micrograph micrograph = read(page);
    assertThat(micrograph.calibration().orElseThrow().pixelWidthNm()).isEqualTo(1);
    assertThat(micrograph.calibration().orElseThrow().pixelHeightNm()).isEqualTo(2);
  }

  private static String jeol(String selector, String unit, String perMeter) {
    return "<?xml version=\"1.0\"?>\r\n<TemReporter><ImageFormingSystem><SelectorValue>"
        + selector
        + "</SelectorValue><SelectorUnitString>"
        + unit
        + "</SelectorUnitString></ImageFormingSystem><Image><PixelsPerMeter><Horizontal>"
        + perMeter
        + "</Horizontal></PixelsPerMeter></Image></TemReporter>";
  }

  @Test
  void jeolPixelIsTheCamerasOverTheMagnification() throws IOException {
    Micrograph micrograph =
        read(page().text(270, jeol("10000", "X", "3642")).tag(282, 5, 100, 1).tag(296, SHORT, 2));
    assertThat(pixelNm(micrograph)).isCloseTo(25.4, within(25.4 * ROUNDINGS));
    // 1 / 3642 m / 10000 = 27.457 nm: the second source, which disagrees.
    assertThat(micrograph.notes())
        .singleElement()
        .asString()
        .contains("disagree", "25.4000 nm", "27.4574 nm");
  }

  @Test
  void jeolCameraLengthIsADiffractionPattern() {
    assertThatThrownBy(
            () ->
                read(
                    page()
                        .text(270, jeol("40", "cm", "3642"))
                        .tag(282, 5, 100, 1)
                        .tag(296, SHORT, 2)))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("reciprocal space");
  }

  @ParameterizedTest
  @CsvSource({
    "PhysicalSizeX=\"0.5\" PhysicalSizeY=\"0.5\", 500",
    "PhysicalSizeX=\"0.5\" PhysicalSizeY=\"0.5\" PhysicalSizeXUnit=\"nm\" PhysicalSizeYUnit=\"nm\",0.5",
    "PhysicalSizeX=\"5\" PhysicalSizeXUnit=\"\u00c5\" PhysicalSizeYUnit=\"\u00c5\", 0.5",
  })
  void omeSizeIsInMicrometersUnlessSaidOtherwise(String attributes, double nm) throws IOException {
    Micrograph micrograph = read(page().text(270, ome(attributes)));
    assertThat(pixelNm(micrograph)).isCloseTo(nm, within(nm * ROUNDINGS));
  }

  private static String ome(String attributes) {
    return "<?xml version=\"1.0\"?><OME><Image ID=\"0\"><Pixels SizeX=\"99\" SizeY=\"99\""
        + " PhysicalSizeX=\"7\"/></Image><Image ID=\"1\"><Pixels SizeX=\"2\" SizeY=\"1\" "
        + attributes
        + "/></Image></OME>";
  }

  @Test
  void documentTypeMakesXmlWorthless() throws IOException {
    String xml =
        ome("PhysicalSizeX=\"0.5\"").replace("<OME>", "<!DOCTYPE OME [<!ENTITY a \"b\">]><OME>");
    assertThat(read(page().text(270, xml)).calibration()).isEmpty();
  }

  @Test
  void microscopesTagsWinOverLaterPrograms() throws IOException {
    Micrograph micrograph =
        read(page().text(34_682, "[Scan]\nPixelWidth=2e-9\n").imageJ("unit=nm\n", 1, 3));
    assertThat(pixelNm(micrograph)).isCloseTo(2, within(ROUNDINGS));
    assertThat(micrograph.notes())
        .singleElement()
        .asString()
        .contains("disagree", "2.00000 nm (FEI tag", "3.00000 nm (TIFF ImageJ");
  }

  @Test
  void sourcesThatAgreeAreNotNoted() throws IOException {
    Micrograph micrograph =
        read(page().text(34_682, "[Scan]\nPixelWidth=2.0001e-9\n").imageJ("unit=nm\n", 1, 2));
    assertThat(pixelNm(micrograph)).isCloseTo(2.0001, within(ROUNDINGS));
    assertThat(micrograph.notes()).isEmpty();
  }

  @Test
  void believableSourceServesWhereTheFirstIsAbsurd() throws IOException {
    Micrograph micrograph =
        read(page().text(34_682, "[Scan]\nPixelWidth=0\n").imageJ("unit=nm\n", 1, 2));
    assertThat(pixelNm(micrograph)).isEqualTo(2);
    assertThat(micrograph.notes()).singleElement().asString().startsWith("not used: FEI tag 34682");
  }

  @Test
  void laterPagesTakeTheTagsOfTheFirst() throws IOException {
    Path path = folder.resolve("pages.tif");
    Files.write(
        path,
        TiffBuilder.little()
            .page(2, 1, 8, new byte[] {1, 2})
            .text(34_682, "[Scan]\nPixelWidth=2e-9\n")
            .end()
            .page(2, 1, 8, new byte[] {3, 4})
            .end()
            .page(1, 1, 8, new byte[] {5})
            .end()
            .page(2, 1, 8, new byte[] {6, 7})
            .tag(282, 5, 72, 1)
            .tag(296, SHORT, 2)
            .end()
            .bytes());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(pixelNm(file.frame(1))).isCloseTo(2, within(ROUNDINGS));
      assertThat(file.frame(2).calibration()).isEmpty(); // Another size: another image.
      assertThat(pixelNm(file.frame(3))).isCloseTo(2, within(ROUNDINGS));
      assertThat(file.frame(3).notes()).isEmpty();
    }
  }

  @Test
  void diffractionPatternOfImageJIsRefused() {
    assertThatThrownBy(() -> read(page().imageJ("unit=1/nm\n", 72, 1)))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("reciprocal space")
        .hasMessageContaining("1/nm");
  }

  @Test
  void metadataHasTheTagsButNotThePlacesOfPixels() throws IOException {
    Path path = folder.resolve("a.tif");
    Files.write(path, page().text(271, "Maker").end().bytes());
    try (MicrographFile file = MicrographReaders.open(path)) {
      assertThat(file.metadata())
          .contains(
              new MetadataTag("page 1.256 ImageWidth", "2"),
              new MetadataTag("page 1.271 Make", "Maker"))
          .noneMatch(tag -> tag.name().contains(".273"));
    }
  }
}
