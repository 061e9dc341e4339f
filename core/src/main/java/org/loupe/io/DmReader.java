package org.loupe.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/**
 * Reads Gatan DigitalMicrograph files, DM3 and DM4: every real image of the image list but the
 * thumbnails; the sections of a stack are frames.
 *
 * <p>The pixel size is that of the image's calibrated dimensions, x and y apart; samples are as
 * stored, without the intensity calibration. Spectra, spectrum images, complex images and
 * diffraction patterns are refused; beside a real image they are skipped with a note.
 */
final class DmReader implements MicrographReader {

  static final String FORMAT = "DM";

  private static final int COMPLEX_64 = 3;
  private static final int PACKED_COMPLEX = 5;
  private static final int RGB = 8;
  private static final int COMPLEX_128 = 13;
  private static final int BINARY = 14;
  private static final int RGBA = 23;
  private static final int PACKED_COMPLEX_64 = 27;
  private static final int PACKED_COMPLEX_128 = 28;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("dm3", "dm4");
  }

  @Override
  public boolean recognizes(byte[] head) {
    if (head.length < 32) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(head);
    int version = buffer.getInt(0);
    if (version != DmTags.DM3 && version != DmTags.DM4) {
      return false;
    }
    boolean wide = version == DmTags.DM4;
    int order = buffer.getInt(wide ? 12 : 8);
    // Three small numbers may begin other files, too: the root's first tag must be one.
    int kind = head[wide ? 26 : 18];
    return (order == 0 || order == 1) && (kind == DmTags.GROUP || kind == DmTags.VALUE);
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
    DmTags tags = DmTags.read(source);
    List<DmTags.Group> images =
        tags.root().group("ImageList").map(DmTags.Group::groups).orElse(List.of());
    if (images.isEmpty()) {
      throw source.malformed(0, "is a DigitalMicrograph file without an image; save it again");
    }
    Set<Integer> thumbnails = thumbnails(tags.root());
    if (thumbnails.size() >= images.size()) {
      thumbnails = Set.of(); // Better a thumbnail than nothing.
    }
    List<String> notes = new ArrayList<>();
    List<Stored> found = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (thumbnails.contains(i)) {
        continue;
      }
      DmTags.Group image = images.get(i);
      Optional<DmTags.Group> data = image.group("ImageData");
      if (data.isEmpty()) {
        continue;
      }
      String title = image.text("Name");
      Optional<String> refusal = refusal(image, data.get());
      if (refusal.isPresent()) {
        refusals.add((title.isEmpty() ? "image " + i : "\"" + title + "\"") + refusal.get());
      } else {
        found.add(new Stored(source, tags, title, data.get(), notes));
      }
    }
    if (found.isEmpty()) {
      throw source.unsupported(
          refusals.isEmpty()
              ? "is a DigitalMicrograph file without pixel data; save it again"
              : "has no image: " + String.join("; ", refusals));
    }
    refusals.forEach(refusal -> notes.add("skipped: " + refusal));
    List<FrameGroup> groups = new ArrayList<>();
    for (Stored stored : found) {
      groups.add(
          new FrameGroup(
              stored.title, stored.sections(), section -> stored.pixels(), stored::read));
    }
    return new GroupedFile(source, groups, tags::flattened);
  }

  private static Set<Integer> thumbnails(DmTags.Group root) {
    Set<Integer> indices = new HashSet<>();
    for (DmTags.Group thumbnail :
        root.group("Thumbnails").map(DmTags.Group::groups).orElse(List.of())) {
      thumbnail.number("ImageIndex").ifPresent(index -> indices.add(index.intValue()));
    }
    return indices;
  }

  /** Returns why an image of the list is none for this program, as the end of a sentence. */
  private static Optional<String> refusal(DmTags.Group image, DmTags.Group data) {
    List<Long> sizes = sizes(data);
    int type = data.number("DataType").map(Number::intValue).orElse(0);
    if (type == COMPLEX_64
        || type == COMPLEX_128
        || type == PACKED_COMPLEX
        || type == PACKED_COMPLEX_64
        || type == PACKED_COMPLEX_128) {
      return Optional.of(
          " is complex, a Fourier transform or a wave; save its modulus as an image");
    }
    long extended = sizes.stream().filter(size -> size > 1).count();
    if (sizes.size() == 1 || (sizes.size() == 2 && extended == 1)) {
      return Optional.of(" is one-dimensional, a spectrum or a profile, no image");
    }
    if (sizes.size() > 3) {
      return Optional.of(
          " has " + sizes.size() + " dimensions, which are not read; save an image of it");
    }
    for (int axis = 0; axis < sizes.size(); axis++) {
      String unit = dimension(data, axis).map(group -> group.text("Units")).orElse("");
      if (axis < 2 && PixelScale.isReciprocal(unit)) {
        return Optional.of(
            " is in reciprocal space, its pixels in "
                + unit.strip()
                + ": a diffraction pattern or a Fourier transform has no defects to measure");
      }
      if (PixelScale.isSpectral(unit) && (axis < 2 || unit.contains("eV"))) {
        return Optional.of(
            " holds spectra: its axis " + axis + " is in " + unit.strip() + "; save a map of it");
      }
    }
    String kind =
        image
            .group("ImageTags")
            .flatMap(group -> group.group("Meta Data"))
            .map(group -> group.text("Format"))
            .orElse("");
    if (kind.equals("Spectrum") || (kind.equals("Spectrum image") && sizes.size() > 2)) {
      return Optional.of(" holds spectra (Meta Data, Format: " + kind + "); save a map of it");
    }
    return Optional.empty();
  }

  private static List<Long> sizes(DmTags.Group data) {
    return data.group("Dimensions").map(DmTags.Group::numbers).orElse(List.of()).stream()
        .map(Number::longValue)
        .toList();
  }

  private static Optional<DmTags.Group> dimension(DmTags.Group data, int axis) {
    return data.group("Calibrations")
        .flatMap(group -> group.group("Dimension"))
        .map(DmTags.Group::groups)
        .filter(groups -> axis < groups.size())
        .map(groups -> groups.get(axis));
  }

  /** An image of the list, checked, with the place of its samples. */
  private static final class Stored {

    private final ByteSource source;
    private final DmTags tags;
    private final String title;
    private final List<String> fileNotes;
    private final DmTags.Group data;
    private final DmTags.Array array;
    private final long width;
    private final long height;
    private final long sections;
    private final int dataType;

    /**
     * @param fileNotes the notes of the whole file, completed later
     */
    Stored(ByteSource source, DmTags tags, String title, DmTags.Group data, List<String> fileNotes)
        throws IOException {
      this.source = source;
      this.tags = tags;
      this.title = title;
      this.fileNotes = fileNotes;
      this.data = data;
      List<Long> sizes = sizes(data);
      if (sizes.size() < 2) {
        throw source.malformed(0, "has an image without its size: damaged");
      }
      this.width = sizes.get(0);
      this.height = sizes.get(1);
      this.sections = sizes.size() > 2 ? sizes.get(2) : 1;
      this.dataType = data.number("DataType").map(Number::intValue).orElse(0);
      DmTags.Node node =
          data.child("Data")
              .orElseThrow(() -> source.malformed(0, "has an image without samples: damaged"));
      this.array = array(node);
      int bytes = dataType == RGBA || dataType == RGB ? 4 : type().bytes();
      double needed = (double) width * height * sections * bytes;
      double stored = (double) array.length() * array.elementBytes();
      if (width < 1 || height < 1 || sections < 1 || sections > Integer.MAX_VALUE) {
        throw source.malformed(
            array.offset(), "declares " + width + " x " + height + " x " + sections + " pixels");
      }
      if (needed > stored) {
        throw source.malformed(
            array.offset(),
            "declares "
                + width
                + " x "
                + height
                + " x "
                + sections
                + " pixels of "
                + bytes
                + " bytes, and has "
                + (long) stored
                + " bytes for them: damaged; save it again");
      }
    }

    private DmTags.Array array(DmTags.Node node) throws IOException {
      if (node instanceof DmTags.Array samples) {
        return samples;
      }
      if (node instanceof DmTags.Text few) {
        return few.array();
      }
      throw source.malformed(0, "has samples that are no array: damaged");
    }

    int sections() {
      return (int) sections;
    }

    long pixels() {
      return width * height;
    }

    private SampleType type() throws IOException {
      return switch (dataType) {
        case 1 -> SampleType.INT16;
        case 2 -> SampleType.FLOAT32;
        case 6, BINARY -> SampleType.UINT8;
        case 7 -> SampleType.INT32;
        case 9 -> SampleType.INT8;
        case 10 -> SampleType.UINT16;
        case 11 -> SampleType.UINT32;
        case 12 -> SampleType.FLOAT64;
        case 39 -> SampleType.INT64;
        case 40 -> SampleType.UINT64;
        default ->
            throw source.unsupported(
                "is a DigitalMicrograph file of data type "
                    + dataType
                    + ", which is not read; save it as a real image");
      };
    }

    Micrograph read(int section) throws IOException {
      List<String> notes = new ArrayList<>(fileNotes);
      Optional<Calibration> calibration = scale().calibration(source.path(), notes);
      String format = FORMAT + tags.version();
      if (dataType == RGBA || dataType == RGB) {
        return color(section, format, calibration, notes);
      }
      SampleType type = type();
      return RawImage.checked(
              source,
              array.offset() + section * width * height * type.bytes(),
              width,
              height,
              type,
              tags.order(),
              RawImage.Rows.TOP_FIRST)
          .read(format, calibration, notes);
    }

    /** Reads colors, stored as blue, green, red, alpha. */
    private Micrograph color(
        int section, String format, Optional<Calibration> calibration, List<String> notes)
        throws IOException {
      PixelBudget.check(source, width, height, 4.0 * width, 1, 8);
      int pixels = (int) (width * height);
      float[] samples = new float[pixels];
      byte[] row = new byte[Math.toIntExact(4 * width)];
      long start = array.offset() + 4L * section * pixels;
      for (int y = 0; y < height; y++) {
        source.read(start + (long) y * row.length, row, 0, row.length);
        for (int x = 0; x < width; x++) {
          samples[y * (int) width + x] =
              Luma.of(row[4 * x + 2] & 0xFF, row[4 * x + 1] & 0xFF, row[4 * x] & 0xFF);
        }
      }
      notes.add(Luma.NOTE);
      return Frames.of(
          source.path(), (int) width, (int) height, samples, 8, format, calibration, notes);
    }

    private PixelScale scale() {
      Optional<DmTags.Group> x = dimension(data, 0);
      Optional<DmTags.Group> y = dimension(data, 1);
      String unitX = x.map(group -> group.text("Units")).orElse("");
      String unitY = y.map(group -> group.text("Units")).orElse("");
      return new PixelScale(
          number(x),
          unitX,
          number(y),
          unitY,
          FORMAT
              + tags.version()
              + " calibration ("
              + (unitX.equals(unitY) ? "Units=" + unitX : "Units=" + unitX + ", " + unitY)
              + ")");
    }

    private static double number(Optional<DmTags.Group> dimension) {
      return dimension.flatMap(group -> group.number("Scale")).map(Number::doubleValue).orElse(1.0);
    }
  }
}
