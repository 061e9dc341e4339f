package org.loupe.io;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.loupe.micrograph.Micrograph;

/** Small files of every format, made here: nothing is stored with the project. */
final class Fixtures {

  private Fixtures() {}

  /** Returns a gray image of a smooth ramp with a few seeded dots. */
  static BufferedImage gray8(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = random.nextInt(10) == 0 ? random.nextInt(256) : (3 * x + 5 * y) % 256;
        image.getRaster().setSample(x, y, 0, value);
      }
    }
    return image;
  }

  static BufferedImage gray16(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    short[] data = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) (i * 40_503);
    }
    return image;
  }

  static BufferedImage color(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(11);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) {
    return encoded(image, format, ImageWriteParam.MODE_COPY_FROM_METADATA);
  }

  /** Encodes; {@code MODE_DEFAULT} is progressive JPEG or interlaced PNG. */
  static byte[] encoded(BufferedImage image, String format, int progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (param.canWriteProgressive()) {
        param.setProgressiveMode(progressive);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Returns one file of each kind that the readers decode along another path, by name. */
  static Map<String, byte[]> oneOfEachKind() {
    BufferedImage gray = gray8(17, 9);
    BufferedImage color = color(13, 7, BufferedImage.TYPE_INT_RGB);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("gray.png", encoded(gray, "png"));
    files.put("gray16.png", encoded(gray16(9, 6), "png"));
    files.put("color.png", encoded(color, "png"));
    files.put("interlaced.png", encoded(gray, "png", ImageWriteParam.MODE_DEFAULT));
    files.put("palette.png", encoded(color(13, 7, BufferedImage.TYPE_BYTE_INDEXED), "png"));
    files.put("gray.jpg", encoded(gray8(32, 24), "jpg"));
    files.put("color.jpg", encoded(color, "jpg"));
    files.put("progressive.jpg", encoded(gray8(32, 24), "jpg", ImageWriteParam.MODE_DEFAULT));
    files.put("gray.bmp", encoded(gray, "bmp"));
    files.put("color.bmp", encoded(color, "bmp"));
    files.put("16bit.bmp", encoded(color(13, 7, BufferedImage.TYPE_USHORT_565_RGB), "bmp"));
    byte[] ramp = new byte[48];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (5 * i);
    }
    files.put("gray.tif", TiffBuilder.little().page(8, 6, 8, ramp).end().bytes());
    files.put(
        "imagej.tif",
        new TiffBuilder(ByteOrder.BIG_ENDIAN, false)
            .page(6, 4, 16, ramp)
            .imageJ("unit=nm\n", 4, 1)
            .end()
            .bytes());
    files.put(
        "stack.tif",
        TiffBuilder.little()
            .page(4, 3, 16, ramp)
            .imageJ("images=2\nunit=um\n", 2000, 1)
            .end()
            .bytes());
    files.put(
        "deflate.tif",
        TiffBuilder.little()
            .page(8, 6, 8, TiffBuilder.deflated(ramp))
            .tag(259, TiffBuilder.SHORT, 8)
            .tag(317, TiffBuilder.SHORT, 2)
            .end()
            .bytes());
    files.put(
        "packbits.tif",
        TiffBuilder.little()
            .page(8, 6, 8, TiffBuilder.packed(ramp))
            .tag(259, TiffBuilder.SHORT, 32_773)
            .end()
            .bytes());
    files.put(
        "pages.tif",
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, true)
            .page(4, 3, 32, ramp)
            .tag(339, TiffBuilder.SHORT, 2)
            .end()
            .page(16, 3, 8, ramp)
            .end()
            .bytes());
    files.put(
        "fei.tif",
        TiffBuilder.little()
            .page(8, 6, 8, ramp)
            .text(34_682, "[Scan]\r\nPixelWidth=2e-9\r\n")
            .end()
            .bytes());
    DmBuilder dm3 = DmBuilder.dm3().tag("Corner", new int[] {3, 4}).thumbnail();
    DmBuilder dm4 = DmBuilder.dm4();
    files.put(
        "image.dm3",
        dm3.image(
                "survey",
                10,
                dm3.shorts(4, 1, 2, 3, 4, 5, 6),
                DmBuilder.axis(3, 0.25, "nm"),
                DmBuilder.axis(2, 0.25, "nm"))
            .bytes());
    files.put(
        "stack.dm4",
        dm4.image(
                "stack",
                2,
                dm4.floats(1, 2, 3, 4),
                DmBuilder.axis(2, 0.25, "nm"),
                DmBuilder.axis(1, 0.25, "nm"),
                DmBuilder.axis(2, 1, ""))
            .bytes());
    files.put("series_1.ser", new SeriesBuilder(false).image(3, 1, 1e-9, 1e-9, 1, 2, 3).bytes());
    files.put(
        "series_2.ser",
        new SeriesBuilder(true)
            .image(1, 1, 1e-9, 1e-9, 1)
            .image(2, 2, 1e-9, 1e-9, 1, 2, 3, 4)
            .bytes());
    MrcBuilder mrc = MrcBuilder.little(6, 3, 2, 2).pixel(5, 5);
    files.put("stack.mrc", mrc.bytes(mrc.numbers(2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)));
    files.put(
        "ncem.emd",
        EmdFixtures.ncem(
            new float[][] {{1, 2, 3}, {4, 5, 6}},
            new String[] {"nm", "nm"},
            new double[] {0, 1},
            new double[] {0, 1, 2}));
    files.put(
        "velox.emd", EmdFixtures.velox(new short[6][5][2], new int[] {6, 5, 1}, "m", 5e-10, 5e-10));
    files.put("lzw.tif", compressedTiff(gray, "LZW"));
    files.put("colorlzw.tif", compressedTiff(color, "LZW"));
    files.put("jpeg.tif", compressedTiff(gray8(32, 24), "JPEG"));
    BufferedImage binary = new BufferedImage(24, 9, BufferedImage.TYPE_BYTE_BINARY);
    binary.getRaster().setSample(3, 3, 0, 1);
    files.put("fax.tif", compressedTiff(binary, "CCITT T.6"));
    return files;
  }

  /** Encodes by the JDK's TIFF writer. */
  static byte[] compressedTiff(BufferedImage image, String compression) {
    ImageWriter writer = null;
    java.util.Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("tiff");
    while (writers.hasNext()) {
      ImageWriter next = writers.next();
      if ("java.desktop".equals(next.getClass().getModule().getName())) {
        writer = next;
      }
    }
    if (writer == null) {
      throw new IllegalStateException("the JDK's TIFF writer is missing");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Writes {@code bytes} to a file and reads its first frame. */
  static Micrograph read(Path folder, String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.write(path, bytes);
    try (MicrographFile file = MicrographReaders.open(path)) {
      return file.frame(0);
    }
  }

  /** Returns the samples of band {@code band}, row by row. */
  static float[] samples(BufferedImage image, int band) {
    return image
        .getRaster()
        .getSamples(0, 0, image.getWidth(), image.getHeight(), band, (float[]) null);
  }

  /** Returns the luma of each pixel by the rule in words: weights of 2^-15, rounded half up. */
  static float[] luma(BufferedImage image) {
    float[] result = new float[image.getWidth() * image.getHeight()];
    for (int i = 0; i < result.length; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      int weighted = 9798 * (rgb >> 16 & 0xFF) + 19_235 * (rgb >> 8 & 0xFF) + 3735 * (rgb & 0xFF);
      result[i] = (float) Math.floor(weighted / 32_768.0 + 0.5);
    }
    return result;
  }
}
