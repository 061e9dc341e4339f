package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/**
 * Reads MRC and CCP4 files: images, stacks and maps, of which each section is a frame.
 *
 * <p>The header follows A. Cheng, R. Henderson, D. Mastronarde et al., "MRC2014: extensions to the
 * MRC format header for electron cryo-microscopy and tomography", J. Struct. Biol. 192, 146 (2015),
 * doi:10.1016/j.jsb.2015.04.002. Older files lack the word MAP and the machine stamp: their byte
 * order is the one that makes sense. The pixel size is the cell (in ångström) over the grid; the
 * extended headers of FEI (FEI1, FEI2) state it again, in meters. Rows are taken in the order of
 * the file. Complex data (modes 3 and 4) is refused.
 */
final class MrcReader implements MicrographReader {

  static final String FORMAT = "MRC";

  private static final int HEADER = 1024;
  private static final int MODE = 12;
  private static final int GRID = 28;
  private static final int CELL = 40;
  private static final int AXES = 64;
  private static final int EXTENDED_LENGTH = 92;
  private static final int EXTENDED_TYPE = 104;
  private static final int IMOD_STAMP = 152;
  private static final int IMOD = 1_146_047_817;
  private static final int MAP = 208;
  private static final int MACHINE_STAMP = 212;

  private static final int FEI_PIXEL_SIZE = 156;
  private static final int FEI_RECORD = 768;
  private static final int MOST_SIDE = 1 << 20;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("mrc", "mrcs");
  }

  @Override
  public boolean recognizes(byte[] head) {
    return head.length >= HEADER && order(ByteBuffer.wrap(head)).isPresent();
  }

  /** Returns the byte order in which the header makes sense; empty if in none. */
  private static Optional<ByteOrder> order(ByteBuffer header) {
    int stamp = header.get(MACHINE_STAMP) & 0xFF;
    if (stamp == 0x11 && isHeader(header.order(ByteOrder.BIG_ENDIAN))) {
      return Optional.of(ByteOrder.BIG_ENDIAN);
    }
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      if (isHeader(header.order(order))) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  private static boolean isHeader(ByteBuffer header) {
    for (int axis = 0; axis < 3; axis++) {
      int size = header.getInt(4 * axis);
      int grid = header.getInt(GRID + 4 * axis);
      if (size < 1 || size > MOST_SIDE || grid < 0 || grid > MOST_SIDE) {
        return false;
      }
    }
    int mode = header.getInt(MODE);
    boolean isMode = (mode >= 0 && mode <= 4) || mode == 6 || mode == 12 || mode == 101;
    int x = header.getInt(AXES);
    int y = header.getInt(AXES + 4);
    int z = header.getInt(AXES + 8);
    boolean hasAxes = (x == 0 && y == 0 && z == 0) || (x * y * z == 6 && x + y + z == 6);
    return isMode && hasAxes && header.getInt(EXTENDED_LENGTH) >= 0;
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
    ByteBuffer header = ByteBuffer.wrap(source.bytes(0, HEADER));
    ByteOrder order =
        order(header).orElseThrow(() -> source.malformed(0, "has no MRC header: damaged"));
    header.order(order);
    int width = header.getInt(0);
    int height = header.getInt(4);
    int sections = header.getInt(8);
    SampleType type = type(source, header);
    long start = HEADER + (long) header.getInt(EXTENDED_LENGTH);
    double needed = start + (double) width * height * sections * type.bytes();
    if (needed > source.size()) {
      throw source.malformed(
          0,
          String.format(
              Locale.ROOT,
              "is cut short or no MRC file: %d x %d x %d samples of %d bytes need %.0f bytes, the"
                  + " file has %d; copy or export it again",
              width,
              height,
              sections,
              type.bytes(),
              needed,
              source.size()));
    }
    CalibrationChain chain = new CalibrationChain().then(cell(header)).then(fei(source, header));
    FrameGroup group =
        new FrameGroup(
            "",
            sections,
            index -> (long) width * height,
            index -> {
              List<String> notes = new ArrayList<>();
              Optional<Calibration> calibration = chain.choose(source.path(), notes);
              return read(
                  source,
                  start + (long) index * width * height * type.bytes(),
                  header,
                  type,
                  calibration,
                  notes);
            });
    return new GroupedFile(source, List.of(group), () -> metadata(header));
  }

  private static Micrograph read(
      ByteSource source,
      long offset,
      ByteBuffer header,
      SampleType type,
      Optional<Calibration> calibration,
      List<String> notes)
      throws IOException {
    return RawImage.checked(
            source,
            offset,
            header.getInt(0),
            header.getInt(4),
            type,
            header.order(),
            RawImage.Rows.TOP_FIRST)
        .read(FORMAT, calibration, notes);
  }

  private static SampleType type(ByteSource source, ByteBuffer header) throws IOException {
    int mode = header.getInt(MODE);
    return switch (mode) {
      case 0 -> isUnsigned(header) ? SampleType.UINT8 : SampleType.INT8;
      case 1 -> SampleType.INT16;
      case 2 -> SampleType.FLOAT32;
      case 6 -> SampleType.UINT16;
      case 12 -> SampleType.FLOAT16;
      case 3, 4 ->
          throw source.unsupported(
              "is an MRC file of complex data (mode "
                  + mode
                  + "), a Fourier transform; save a real image");
      default ->
          throw source.unsupported(
              "is an MRC file of 4-bit samples (mode " + mode + "), which are not read; unpack it");
    };
  }

  /** Bytes are signed by MRC2014; IMOD says in its own field where they are not. */
  private static boolean isUnsigned(ByteBuffer header) {
    return header.getInt(IMOD_STAMP) == IMOD && (header.getInt(IMOD_STAMP + 4) & 1) == 0;
  }

  /** Returns the size of the cell, in ångström, over that of its grid. */
  private static Optional<PixelScale> cell(ByteBuffer header) {
    int gridX = header.getInt(GRID);
    int gridY = header.getInt(GRID + 4);
    float cellX = header.getFloat(CELL);
    float cellY = header.getFloat(CELL + 4);
    if (gridX < 1 || gridY < 1 || (cellX == 0 && cellY == 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new PixelScale(
            (double) cellX / gridX, "Å", (double) cellY / gridY, "Å", "MRC header (CELLA / MX)"));
  }

  /** Returns the pixel size of FEI's extended header, in meters. */
  private static Optional<PixelScale> fei(ByteSource source, ByteBuffer header) throws IOException {
    String type = extendedType(header);
    if (!type.startsWith("FEI") || header.getInt(EXTENDED_LENGTH) < FEI_RECORD) {
      return Optional.empty();
    }
    ByteBuffer record = ByteBuffer.wrap(source.bytes(HEADER, FEI_RECORD)).order(header.order());
    double x = record.getDouble(FEI_PIXEL_SIZE);
    double y = record.getDouble(FEI_PIXEL_SIZE + 8);
    return x == 0 && y == 0
        ? Optional.empty()
        : Optional.of(PixelScale.meters(x, y, "MRC extended header " + type + " (PixelSizeX)"));
  }

  private static String extendedType(ByteBuffer header) {
    byte[] name = new byte[4];
    header.get(EXTENDED_TYPE, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static List<MetadataTag> metadata(ByteBuffer header) {
    List<MetadataTag> tags = new ArrayList<>();
    String[] words = {"NX", "NY", "NZ", "MODE", "NXSTART", "NYSTART", "NZSTART", "MX", "MY", "MZ"};
    for (int i = 0; i < words.length; i++) {
      tags.add(new MetadataTag(words[i], String.valueOf(header.getInt(4 * i))));
    }
    String[] cell = {"CELLA.X", "CELLA.Y", "CELLA.Z", "CELLB.X", "CELLB.Y", "CELLB.Z"};
    for (int i = 0; i < cell.length; i++) {
      tags.add(new MetadataTag(cell[i], String.valueOf(header.getFloat(CELL + 4 * i))));
    }
    tags.add(new MetadataTag("NSYMBT", String.valueOf(header.getInt(EXTENDED_LENGTH))));
    tags.add(new MetadataTag("EXTTYPE", extendedType(header).replace('\0', ' ').strip()));
    tags.add(
        new MetadataTag(
            "MAP", header.get(MAP) == 'M' && header.get(MAP + 1) == 'A' ? "present" : "absent"));
    for (int label = 0; label < 10; label++) {
      byte[] text = new byte[80];
      header.get(224 + 80 * label, text);
      String line = new String(text, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
      if (!line.isEmpty()) {
        tags.add(new MetadataTag("LABEL" + (label + 1), line));
      }
    }
    return tags;
  }
}
