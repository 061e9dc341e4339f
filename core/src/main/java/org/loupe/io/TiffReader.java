package org.loupe.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.Micrograph;

/**
 * Reads TIFF 6.0 and BigTIFF: gray, palette and RGB; 1 to 64 bits, unsigned, signed and floating
 * point; strips and tiles; uncompressed, PackBits, LZW, Deflate with their predictors, and by
 * library JPEG and CCITT fax; several pages, and ImageJ stacks that have one directory for all.
 *
 * <p>The pixel size comes from {@link TiffCalibration}. Pictures that microscopes store beside the
 * recorded image for the screen are skipped.
 */
final class TiffReader implements MicrographReader {

  static final String FORMAT = "TIFF";

  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int OLD_SUBFILE_TYPE = 255;
  private static final int OLD_REDUCED = 2;
  private static final int IMAGE_DESCRIPTION = 270;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("tif", "tiff");
  }

  @Override
  public boolean recognizes(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    boolean little = head[0] == 'I' && head[1] == 'I' && head[3] == 0;
    boolean big = head[0] == 'M' && head[1] == 'M' && head[2] == 0;
    int version = little ? head[2] : head[3];
    return (little || big) && (version == 42 || version == 43);
  }

  @Override
  public MicrographFile open(Path path) throws IOException {
    ByteSource source = ByteSource.open(path);
    try {
      return new Pages(source);
    } catch (IOException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private static final class Pages implements MicrographFile {

    private final ByteSource source;
    private final List<TiffDirectory> all;
    private final List<TiffDirectory> pages = new ArrayList<>();
    private final List<String> fileNotes = new ArrayList<>();

    /** ImageJ's description of a stack that has one directory for all of its images. */
    private final Optional<ImageJDescription> stack;

    Pages(ByteSource source) throws IOException {
      this.source = source;
      all = TiffDirectory.readAll(source);
      for (TiffDirectory page : all) {
        if ((page.integer(NEW_SUBFILE_TYPE, 0) & 1) == 0
            && page.integer(OLD_SUBFILE_TYPE, 1) != OLD_REDUCED) {
          pages.add(page);
        }
      }
      if (pages.isEmpty()) {
        pages.addAll(all); // Better a reduced image than none, where nothing else is there.
      }
      int skipped = all.size() - pages.size();
      if (skipped > 0) {
        fileNotes.add(skipped + " reduced-resolution images (thumbnails) of the file skipped");
      }
      int previews = ScreenPages.remove(pages);
      if (previews > 0) {
        fileNotes.add(
            previews
                + (previews == 1 ? " picture" : " pictures")
                + " for the screen (8 bits, made from the recorded image by the microscope's"
                + " program) skipped");
      }
      Optional<ImageJDescription> description =
          ImageJDescription.parse(all.get(0).text(IMAGE_DESCRIPTION));
      stack = all.size() == 1 ? description.filter(d -> d.images() > 1) : Optional.empty();
      if (stack.isPresent()) {
        requireWhole(TiffLayout.of(all.get(0)));
      }
    }

    /** ImageJ writes the images of such a stack one after the other, without compression. */
    private void requireWhole(TiffLayout layout) throws IOException {
      if (layout.compression() != TiffStream.NONE || !layout.isContiguous()) {
        throw source.unsupported(
            "is an ImageJ stack of "
                + frames()
                + " images with one directory and compression, which is not read; save it again"
                + " with ImageJ");
      }
      double needed = layout.offsets()[0] + (double) layout.storedBytes() * frames();
      if (needed > source.size()) {
        throw new MicrographFormatException(
            source.path(),
            String.format(
                Locale.ROOT,
                "is cut short: an ImageJ stack of %d images needs %.0f bytes, the file has %d;"
                    + " copy or save it again",
                frames(),
                needed,
                source.size()));
      }
    }

    @Override
    public int frames() {
      return stack.map(ImageJDescription::images).orElse(pages.size());
    }

    @Override
    public long pixels(int index) throws IOException {
      TiffLayout layout = TiffLayout.of(pages.get(stack.isPresent() ? 0 : index));
      return (long) layout.width() * layout.height();
    }

    @Override
    public Micrograph frame(int index) throws IOException {
      TiffDirectory page = pages.get(stack.isPresent() ? 0 : index);
      TiffLayout layout = TiffLayout.of(page);
      if (stack.isPresent()) {
        layout = layout.movedBy(layout.storedBytes() * index);
      }
      TiffPixels.Decoded decoded = TiffPixels.decode(page, layout);
      List<String> notes = new ArrayList<>(fileNotes);
      notes.addAll(decoded.notes());
      if (layout.bits() >= 32
          && layout.format() != TiffSamples.FLOAT
          && !Frames.holdsIntegersExactly(decoded.samples())) {
        notes.add(Frames.ROUNDED);
      }
      Optional<Calibration> calibration = TiffCalibration.of(page, all.get(0), layout, notes);
      if (layout.format() != TiffSamples.FLOAT) {
        return Frames.ofIntegers(
            layout.width(),
            layout.height(),
            decoded.samples(),
            decoded.bits(),
            FORMAT,
            calibration,
            notes);
      }
      return Frames.of(
          source.path(),
          layout.width(),
          layout.height(),
          decoded.samples(),
          decoded.bits(),
          FORMAT,
          calibration,
          notes);
    }

    @Override
    public List<MetadataTag> metadata() throws IOException {
      return TiffMetadata.of(all);
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
