package org.loupe.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.FileImageInputStream;
import org.loupe.micrograph.Micrograph;

/**
 * Reads JPEG of 8 bits, gray or YCbCr/RGB, sequential or progressive, by the JDK's decoder (the
 * Independent JPEG Group's, with its accurate integer transform, as in libjpeg-turbo and OpenCV).
 *
 * <p>The markers are read here first: size and kind are checked before the decoder allocates. What
 * the decoder only warns of, an early end, is an error. Orientation tags and density are ignored.
 */
final class JpegReader implements MicrographReader {

  static final String FORMAT = "JPEG";

  private static final int MARKER = 0xFF;
  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;

  /** The most pixels that a byte of JPEG stands for, generously: a bit for an 8x8 block. */
  private static final long RATIO = 1024;

  /** A small file of very many scans would take hours. */
  private static final int MOST_SCANS = 500;

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public List<String> extensions() {
    return List.of("jpg", "jpeg");
  }

  @Override
  public boolean recognizes(byte[] head) {
    return head.length >= 3
        && (head[0] & 0xFF) == MARKER
        && (head[1] & 0xFF) == START
        && (head[2] & 0xFF) == MARKER;
  }

  @Override
  public MicrographFile open(Path path) throws IOException {
    return new SingleFrame(
        ByteSource.open(path), source -> readHeader(source).pixels(), JpegReader::decode);
  }

  private record Header(int width, int height, int channels) {

    long pixels() {
      return (long) width * height;
    }
  }

  private static Micrograph decode(ByteSource source) throws IOException {
    Header header = readHeader(source);
    ImageReaderSpi provider =
        Platform.JPEG.orElseThrow(
            () ->
                source.unsupported(
                    "is a JPEG, which this Java cannot read; use one with the module"
                        + " java.desktop"));
    BufferedImage image;
    try (FileImageInputStream input =
        new FileImageInputStream(new RandomAccessFile(source.path().toFile(), "r"))) {
      ImageReader reader = provider.createReaderInstance();
      try {
        WarningCollector warnings = new WarningCollector();
        reader.addIIOReadWarningListener(warnings);
        reader.setInput(input, true, true);
        image = reader.read(0);
        warnings.refuseDamage(source.path());
      } finally {
        reader.dispose();
      }
    }
    if (image.getWidth() != header.width || image.getHeight() != header.height) {
      throw source.malformed(0, "has two sizes: damaged; copy or export the micrograph again");
    }
    float[] samples = new float[header.width * header.height];
    RasterSamples.toGray(image, samples, source.path());
    List<String> notes = new ArrayList<>();
    if (header.channels == 3) {
      notes.add(Luma.NOTE);
    }
    return Frames.of(
        source.path(), header.width, header.height, samples, 8, FORMAT, Optional.empty(), notes);
  }

  /**
   * The JDK's own provider, also where another is on the class path. Looked up once: ImageIO's
   * registry is not made for many threads.
   */
  private static final class Platform {

    private static final Optional<ImageReaderSpi> JPEG = find();

    private static Optional<ImageReaderSpi> find() {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
      while (readers.hasNext()) {
        ImageReader reader = readers.next();
        ImageReaderSpi provider = reader.getOriginatingProvider();
        reader.dispose();
        if (provider != null && "java.desktop".equals(provider.getClass().getModule().getName())) {
          return Optional.of(provider);
        }
      }
      return Optional.empty();
    }
  }

  /** Walks along the markers to the first scan (ITU-T T.81, annex B), then counts the scans. */
  private static Header readHeader(ByteSource source) throws IOException {
    Header header = null;
    long position = 2;
    while (true) {
      byte[] head = source.bytes(position, 2);
      if ((head[0] & 0xFF) != MARKER) {
        throw source.malformed(position, "is a JPEG without a marker where one must be: damaged");
      }
      int marker = head[1] & 0xFF;
      if (marker == MARKER) {
        position++; // A fill byte.
        continue;
      }
      if (marker == END) {
        throw source.malformed(position, "is a JPEG that ends before its pixels: damaged");
      }
      if (marker >= 0xD0 && marker <= START) {
        throw source.malformed(position, "is a JPEG with a marker out of place: damaged");
      }
      byte[] size = source.bytes(position + 2, 2);
      int length = (size[0] & 0xFF) << 8 | (size[1] & 0xFF);
      if (length < 2) {
        throw source.malformed(position, "has a JPEG segment of " + length + " bytes: damaged");
      }
      if (marker == SCAN) {
        break;
      }
      boolean isFrame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      if (isFrame) {
        if (header != null) {
          throw source.malformed(position, "is a JPEG with two frame headers: damaged");
        }
        header = frame(source, position, marker, length);
      }
      position += 2 + length;
    }
    if (header == null) {
      throw source.malformed(position, "is a JPEG whose size comes too late: damaged");
    }
    countScans(source, position);
    return header;
  }

  private static Header frame(ByteSource source, long position, int marker, int length)
      throws IOException {
    if (length < 8) {
      throw source.malformed(position, "has a JPEG frame header cut short: damaged");
    }
    byte[] body = source.bytes(position + 4, 6);
    int bits = body[0] & 0xFF;
    int height = (body[1] & 0xFF) << 8 | (body[2] & 0xFF);
    int width = (body[3] & 0xFF) << 8 | (body[4] & 0xFF);
    int channels = body[5] & 0xFF;
    if (marker > 0xC2 || bits != 8) {
      throw source.unsupported(
          "is a JPEG of a rare kind ("
              + (marker > 0xC8 ? "arithmetic coding" : marker == 0xC3 ? "lossless" : "process")
              + " "
              + (marker - 0xC0)
              + ", "
              + bits
              + " bits), which is not read; save it as PNG or TIFF");
    }
    if (channels != 1 && channels != 3) {
      throw source.unsupported(
          "is a JPEG of "
              + channels
              + " color channels"
              + (channels == 4 ? " (CMYK)" : "")
              + ", which is not read; save it as gray or RGB");
    }
    PixelBudget.check(source, width, height, width, RATIO, 4 + 2 * channels);
    return new Header(width, height, channels);
  }

  private static void countScans(ByteSource source, long position) throws IOException {
    byte[] window = new byte[1 << 16];
    int scans = 0;
    int before = 0;
    for (long at = position; at < source.size(); at += window.length) {
      int count = (int) Math.min(window.length, source.size() - at);
      source.read(at, window, 0, count);
      for (int i = 0; i < count; i++) {
        if (before == MARKER && (window[i] & 0xFF) == SCAN) {
          scans++;
        }
        before = window[i] & 0xFF;
      }
    }
    if (scans > MOST_SCANS) {
      throw source.unsupported(
          "is a JPEG of " + scans + " scans, more than any camera writes; save it as PNG");
    }
  }
}
