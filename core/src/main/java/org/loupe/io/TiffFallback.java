package org.loupe.io;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.RandomAccessFile;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * The compressions that are rare in micrographs, JPEG and CCITT fax, by the TwelveMonkeys library.
 */
final class TiffFallback {

  /** The most bytes that a byte of JPEG or fax data expands to, generously. */
  static final long RATIO = 4096;

  private TiffFallback() {}

  static boolean decodes(int compression) {
    return compression == 2
        || compression == 3
        || compression == 4
        || compression == 6
        || compression == 7;
  }

  static void decode(TiffDirectory tags, TiffLayout layout, float[] out) throws IOException {
    ByteSource source = tags.source();
    // The library fills up what is missing; opening a stream checks that all is there.
    for (int i = 0; i < layout.offsets().length; i++) {
      TiffStream.open(source, TiffStream.NONE, layout.offsets()[i], layout.lengths()[i], false)
          .close();
    }
    BufferedImage image;
    try (FileImageInputStream input =
        new FileImageInputStream(new RandomAccessFile(source.path().toFile(), "r"))) {
      ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
      try {
        WarningCollector warnings = new WarningCollector();
        reader.addIIOReadWarningListener(warnings);
        reader.setInput(input, false, true);
        image = reader.read(tags.index());
        warnings.refuseDamage(source.path());
      } finally {
        reader.dispose();
      }
    }
    Raster raster = image.getRaster();
    if (raster.getWidth() != layout.width() || raster.getHeight() != layout.height()) {
      throw source.malformed(
          tags.offset(),
          "holds compressed data of another size than its tags state: damaged; export it again");
    }
    if (raster.getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE) {
      throw source.unsupported(
          "is a TIFF of "
              + layout.bits()
              + " bits with JPEG compression, which is not read; save"
              + " it without compression");
    }
    RasterSamples.toGray(image, out, source.path());
  }
}
