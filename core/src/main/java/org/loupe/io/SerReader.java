package org.loupe.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/**
 * Reads the image series of FEI's TIA (ES Vision), {@code NAME_1.ser}; each element is a frame.
 *
 * <p>The header has the number of elements and the place of each; an element has its calibration in
 * meters, its type and size, and its samples from the bottom row up. Lengths in the file have 4
 * bytes up to version 0x210 and 8 from 0x220 on. The layout is that of C. Boothroyd, "The TIA file
 * format". Whether it is an image or a diffraction pattern stands in the {@code NAME.emi} beside
 * the file alone; without that file a note says so. Spectra and complex data are refused.
 */
final class SerReader implements MicrographReader {

  static final String FORMAT = "SER";

  private static final int BYTE_ORDER_MARK = 0x4949;
  private static final int SERIES = 0x0197;
  private static final int VERSION_WIDE = 0x0220;
  private static final int SPECTRA = 0x4120;
  private static final int IMAGES = 0x4122;
  private static final int ELEMENT_HEADER = 50;

  private static final Pattern NUMBERED = Pattern.compile("(.*)_(\\d{1,6})\\.[sS][eE][rR]");

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("ser");
  }

  @Override
  public boolean recognizes(byte[] head) {
    return head.length >= 6
        && head[0] == 'I'
        && head[1] == 'I'
        && (head[2] & 0xFF) == (SERIES & 0xFF)
        && head[3] == SERIES >> 8
        && head[5] == 2;
  }

  @Override
  public MicrographFile open(Path path) throws IOException {
    ByteSource source = ByteSource.open(path);
    try {
      return open(source);
    } catch (IOException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private static MicrographFile open(ByteSource source) throws IOException {
    ByteCursor cursor = new ByteCursor(source, 0, ByteOrder.LITTLE_ENDIAN);
    if (cursor.unsignedShort() != BYTE_ORDER_MARK || cursor.unsignedShort() != SERIES) {
      throw source.malformed(0, "is no SER file; copy or export it again");
    }
    boolean wide = cursor.unsignedShort() >= VERSION_WIDE;
    int kind = cursor.int32();
    cursor.skip(4); // What is noted with each element: the time, or time and place.
    long declared = cursor.int32();
    long valid = cursor.int32();
    long table = wide ? cursor.int64() : cursor.unsignedInt();
    if (kind == SPECTRA) {
      throw source.unsupported(
          "is a SER file of spectra, which are no images; export a map of it as TIFF");
    }
    if (kind != IMAGES) {
      throw source.malformed(6, "has elements of kind " + kind + ": damaged");
    }
    int offsetBytes = wide ? 8 : 4;
    if (valid < 1 || valid > declared || valid * offsetBytes > source.size()) {
      throw source.malformed(
          14,
          "has "
              + valid
              + " of "
              + declared
              + " images: not one was recorded, or the file is damaged");
    }
    long[] offsets = new long[(int) valid];
    cursor.moveTo(table);
    if (table < 0) {
      throw source.malformed(22, "has its images at byte " + table + ": damaged");
    }
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = wide ? cursor.int64() : cursor.unsignedInt();
    }
    XmlFacts microscope = microscope(source.path());
    List<String> notes = new ArrayList<>();
    if (valid < declared) {
      notes.add("the series was stopped after " + valid + " of " + declared + " images");
    }
    FrameGroup group =
        new FrameGroup(
            "",
            offsets.length,
            index -> header(source, offsets[index]).pixels(),
            index -> element(source, offsets[index], microscope, notes));
    return new GroupedFile(source, List.of(group), () -> metadata(source, offsets, microscope));
  }

  /** The header of an element. */
  private record Element(
      double deltaX, double deltaY, int type, long width, long height, long samples) {

    long pixels() {
      return width * height;
    }
  }

  private static Element header(ByteSource source, long offset) throws IOException {
    if (offset < 0) {
      throw source.malformed(22, "has an image at byte " + offset + ": damaged");
    }
    ByteCursor cursor = new ByteCursor(source, offset, ByteOrder.LITTLE_ENDIAN);
    cursor.skip(8); // The position of the calibrated pixel, then the size of a pixel, in x;
    double deltaX = cursor.float64();
    cursor.skip(4 + 8); // and the index of that pixel; the same in y.
    double deltaY = cursor.float64();
    cursor.skip(4);
    int type = cursor.int16();
    long width = cursor.int32();
    long height = cursor.int32();
    return new Element(deltaX, deltaY, type, width, height, offset + ELEMENT_HEADER);
  }

  private static Micrograph element(
      ByteSource source, long offset, XmlFacts microscope, List<String> fileNotes)
      throws IOException {
    Element element = header(source, offset);
    SampleType type =
        switch (element.type) {
          case 1 -> SampleType.UINT8;
          case 2 -> SampleType.UINT16;
          case 3 -> SampleType.UINT32;
          case 4 -> SampleType.INT8;
          case 5 -> SampleType.INT16;
          case 6 -> SampleType.INT32;
          case 7 -> SampleType.FLOAT32;
          case 8 -> SampleType.FLOAT64;
          case 9, 10 ->
              throw source.unsupported(
                  "is a SER file of complex data, which is no image; export its modulus as TIFF");
          default ->
              throw source.malformed(
                  offset, "has samples of type " + element.type + ": damaged; export it again");
        };
    List<String> notes = new ArrayList<>(fileNotes);
    String mode = microscope.labeled("Mode").orElse("").strip();
    // In STEM the lenses diffract while the scan makes an image.
    if (mode.startsWith("TEM") && mode.endsWith("Diffraction")) {
      throw source.unsupported(
          "is in reciprocal space: the microscope was in the mode \""
              + mode
              + "\"; a diffraction pattern has no defects to measure");
    }
    PixelScale scale =
        PixelScale.meters(element.deltaX, element.deltaY, "SER calibration (CalibrationDelta)");
    Optional<Calibration> calibration = scale.calibration(source.path(), notes);
    if (mode.isEmpty() && calibration.isPresent()) {
      notes.add(
          "no EMI file beside the SER file tells the microscope's mode: that its pixel size is a"
              + " length, in meters, is taken for granted");
    }
    return RawImage.checked(
            source,
            element.samples,
            element.width,
            element.height,
            type,
            ByteOrder.LITTLE_ENDIAN,
            RawImage.Rows.BOTTOM_FIRST)
        .read(FORMAT, calibration, notes);
  }

  private static List<MetadataTag> metadata(ByteSource source, long[] offsets, XmlFacts microscope)
      throws IOException {
    Element first = header(source, offsets[0]);
    List<MetadataTag> tags = new ArrayList<>();
    tags.add(new MetadataTag("SER.Elements", String.valueOf(offsets.length)));
    tags.add(new MetadataTag("SER.CalibrationDeltaX", String.valueOf(first.deltaX)));
    tags.add(new MetadataTag("SER.CalibrationDeltaY", String.valueOf(first.deltaY)));
    tags.add(new MetadataTag("SER.DataType", String.valueOf(first.type)));
    tags.add(new MetadataTag("SER.ArraySizeX", String.valueOf(first.width)));
    tags.add(new MetadataTag("SER.ArraySizeY", String.valueOf(first.height)));
    for (MetadataTag fact : microscope.facts()) {
      tags.add(new MetadataTag("EMI." + fact.name(), fact.value()));
    }
    return tags;
  }

  /** Returns what the EMI file beside {@code NAME_n.ser} says of its n-th series. */
  private static XmlFacts microscope(Path path) {
    XmlFacts none = new XmlFacts(List.of());
    Path name = path.getFileName();
    Matcher matcher = NUMBERED.matcher(name == null ? "" : name.toString());
    if (!matcher.matches()) {
      return none;
    }
    Path emi = path.resolveSibling(matcher.group(1) + ".emi");
    if (!Files.isRegularFile(emi)) {
      return none;
    }
    try (ByteSource source = ByteSource.open(emi)) {
      return EmiDescriptions.read(source, Integer.parseInt(matcher.group(2)));
    } catch (IOException e) {
      return none; // The series is whole without it.
    }
  }
}
