package org.loupe.io;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A data set of two or three axes in an HDF5 file, read plane by plane.
 *
 * <p>The HDF5 library finds the data set and its blocks; they are decompressed here, where the size
 * that they must have is known, so that no block swells beyond it. Filters: deflate, shuffle,
 * Fletcher's checksum (not checked).
 */
final class HdfImage {

  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int CHECKSUM_BYTES = 4;

  /** The most samples of one chunk: writers use a frame, or a few. */
  private static final long MOST_CHUNK_BYTES = 1L << 31;

  private final ByteSource source;
  private final Dataset dataset;
  private final long[] sizes;
  private final int xAxis;
  private final int yAxis;
  private final int planeAxis;
  private final SampleType type;
  private final ByteOrder order;

  /**
   * @param planeAxis axis along which the planes lie; -1 if the data set has two axes
   */
  HdfImage(ByteSource source, Dataset dataset, int planeAxis, int yAxis, int xAxis)
      throws IOException {
    this.source = source;
    this.dataset = dataset;
    this.sizes = dataset.getDimensionsAsLong();
    this.planeAxis = planeAxis;
    this.yAxis = yAxis;
    this.xAxis = xAxis;
    DataType stored = dataset.getDataType();
    this.type =
        type(stored)
            .orElseThrow(
                () ->
                    source.unsupported(
                        "has the data set "
                            + dataset.getPath()
                            + " of a type that is not read; export it as TIFF"));
    this.order =
        stored instanceof OrderedDataType ordered
            ? ordered.getByteOrder()
            : ByteOrder.LITTLE_ENDIAN;
  }

  /** Returns how the samples of an HDF5 type are stored; empty if they are no real numbers. */
  static Optional<SampleType> type(DataType type) {
    int bytes = type.getSize();
    if (type instanceof FixedPoint integer) {
      boolean signed = integer.isSigned();
      return switch (bytes) {
        case 1 -> Optional.of(signed ? SampleType.INT8 : SampleType.UINT8);
        case 2 -> Optional.of(signed ? SampleType.INT16 : SampleType.UINT16);
        case 4 -> Optional.of(signed ? SampleType.INT32 : SampleType.UINT32);
        case 8 -> Optional.of(signed ? SampleType.INT64 : SampleType.UINT64);
        default -> Optional.empty();
      };
    }
    if (type instanceof FloatingPoint) {
      return switch (bytes) {
        case 2 -> Optional.of(SampleType.FLOAT16);
        case 4 -> Optional.of(SampleType.FLOAT32);
        case 8 -> Optional.of(SampleType.FLOAT64);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  SampleType type() {
    return type;
  }

  int width() {
    return (int) sizes[xAxis];
  }

  int height() {
    return (int) sizes[yAxis];
  }

  /** Returns the number of pixels of a plane. */
  long pixels() {
    return sizes[xAxis] * sizes[yAxis];
  }

  /** Reads the samples of a plane. */
  float[] plane(int plane) throws IOException {
    // Deflate expands a byte to 1032 at most; chunks that are absent would need no bytes at all.
    long ratio = dataset instanceof ChunkedDataset ? PixelBudget.DEFLATE_RATIO : 1;
    PixelBudget.check(
        source, sizes[xAxis], sizes[yAxis], (double) sizes[xAxis] * type.bytes(), ratio, 8);
    if (dataset instanceof ChunkedDataset chunked) {
      return chunks(chunked, plane);
    }
    ByteBuffer all;
    if (dataset instanceof ContiguousDataset contiguous) {
      long planes = planeAxis < 0 ? 1 : sizes[planeAxis];
      if (planeAxis <= 0 && xAxis > yAxis) {
        // The planes lie one after the other: only one of them is read.
        return RawImage.checked(
                source,
                address(contiguous) + (long) plane * width() * height() * type.bytes(),
                width(),
                height(),
                type,
                order,
                RawImage.Rows.TOP_FIRST)
            .samples();
      }
      PixelBudget.check(
          source, sizes[xAxis] * planes, sizes[yAxis], 1.0 * sizes[xAxis] * planes, 1, 8);
      all = contiguous.getBuffer().order(order);
    } else {
      throw source.unsupported(
          "has the data set " + dataset.getPath() + " stored in a way that is not read");
    }
    float[] out = new float[width() * height()];
    copy(all, new long[sizes.length], sizes, plane, out);
    return out;
  }

  private long address(ContiguousDataset contiguous) throws IOException {
    long base = contiguous.getHdfFile().getUserBlockSize();
    long address = contiguous.getDataAddress();
    if (address < 0) {
      throw source.malformed(0, "has no samples in " + dataset.getPath() + ": not recorded");
    }
    return base + address;
  }

  private float[] chunks(ChunkedDataset chunked, int plane) throws IOException {
    int[] chunkInts = chunked.getChunkDimensions();
    long[] chunk = new long[sizes.length];
    long bytes = type.bytes();
    for (int axis = 0; axis < chunk.length; axis++) {
      chunk[axis] = chunkInts[axis];
      if (chunk[axis] < 1) {
        throw source.malformed(0, "has chunks of " + chunk[axis] + " samples: damaged");
      }
      bytes = bytes > MOST_CHUNK_BYTES ? bytes : bytes * chunk[axis];
    }
    double heap = Runtime.getRuntime().maxMemory() * 0.25;
    if (bytes > Math.min(heap, MOST_CHUNK_BYTES - 8)
        || bytes > source.size() * (double) PixelBudget.DEFLATE_RATIO) {
      throw source.unsupported(
          "has blocks of "
              + bytes
              + " bytes in "
              + dataset.getPath()
              + ": damaged, or more than there is memory for; give Java more (-Xmx)");
    }
    List<PipelineFilterWithData> filters = chunked.getFilters();
    float[] out = new float[width() * height()];
    long[] corner = new long[sizes.length];
    if (planeAxis >= 0) {
      corner[planeAxis] = plane / chunk[planeAxis] * chunk[planeAxis];
    }
    for (long y = 0; y < sizes[yAxis]; y += chunk[yAxis]) {
      for (long x = 0; x < sizes[xAxis]; x += chunk[xAxis]) {
        corner[yAxis] = y;
        corner[xAxis] = x;
        int[] at = new int[corner.length];
        for (int axis = 0; axis < at.length; axis++) {
          at[axis] = Math.toIntExact(corner[axis]);
        }
        ByteBuffer raw = chunked.getRawChunkBuffer(at);
        byte[] stored = new byte[raw.remaining()];
        raw.get(stored);
        ByteBuffer samples = ByteBuffer.wrap(unfiltered(stored, filters, (int) bytes)).order(order);
        copy(samples, corner, chunk, plane, out);
      }
    }
    return out;
  }

  /** Undoes the filters, last one first. */
  private byte[] unfiltered(byte[] stored, List<PipelineFilterWithData> filters, int length)
      throws IOException {
    byte[] bytes = stored;
    int checksums = (int) filters.stream().filter(f -> f.getId() == FLETCHER).count();
    for (int i = filters.size() - 1; i >= 0; i--) {
      PipelineFilterWithData filter = filters.get(i);
      switch (filter.getId()) {
        case DEFLATE -> bytes = inflated(bytes, length + checksums * CHECKSUM_BYTES);
        case SHUFFLE -> bytes = unshuffled(bytes, type.bytes());
        case FLETCHER -> bytes = withoutChecksum(bytes);
        default ->
            throw source.unsupported(
                "has the data set "
                    + dataset.getPath()
                    + " compressed by the HDF5 filter "
                    + filter.getName()
                    + " ("
                    + filter.getId()
                    + "), which is not read; save it with gzip or without compression");
      }
    }
    if (bytes.length < length) {
      throw new MicrographFormatException(
          source.path(),
          "has a block of "
              + bytes.length
              + " bytes in place of "
              + length
              + " in "
              + dataset.getPath()
              + ": damaged; copy or export it again");
    }
    return bytes;
  }

  private byte[] inflated(byte[] deflated, int most) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      byte[] bytes = new byte[most];
      int length = 0;
      while (length < most) {
        int count = inflater.inflate(bytes, length, most - length);
        if (count == 0) {
          break;
        }
        length += count;
      }
      return length == most ? bytes : Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new MicrographFormatException(
          source.path(),
          "has compressed samples that are damaged in " + dataset.getPath() + "; copy it again",
          e);
    } finally {
      inflater.end();
    }
  }

  /** Puts the bytes of each sample together again, that lie apart, first bytes first. */
  private static byte[] unshuffled(byte[] shuffled, int bytes) {
    byte[] result = new byte[shuffled.length];
    int count = shuffled.length / bytes;
    for (int b = 0; b < bytes; b++) {
      for (int i = 0; i < count; i++) {
        result[i * bytes + b] = shuffled[b * count + i];
      }
    }
    System.arraycopy(
        shuffled, count * bytes, result, count * bytes, shuffled.length - count * bytes);
    return result;
  }

  private static byte[] withoutChecksum(byte[] bytes) {
    return Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECKSUM_BYTES));
  }

  /**
   * Copies what a block holds of a plane.
   *
   * @param corner place of the block's first sample in the data set
   * @param block size of the block along each axis
   */
  private void copy(ByteBuffer samples, long[] corner, long[] block, int plane, float[] out) {
    long[] strides = new long[block.length];
    long stride = 1;
    for (int axis = block.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= block[axis];
    }
    long first = planeAxis < 0 ? 0 : (plane - corner[planeAxis]) * strides[planeAxis];
    int width = width();
    int rows = (int) Math.min(block[yAxis], sizes[yAxis] - corner[yAxis]);
    int columns = (int) Math.min(block[xAxis], sizes[xAxis] - corner[xAxis]);
    for (int y = 0; y < rows; y++) {
      int target = (int) (corner[yAxis] + y) * width + (int) corner[xAxis];
      int from = (int) (first + y * strides[yAxis]);
      copyRow(samples, type, from, (int) strides[xAxis], out, target, columns);
    }
  }

  private static void copyRow(
      ByteBuffer samples, SampleType type, int from, int step, float[] out, int target, int count) {
    int bytes = type.bytes();
    for (int i = 0; i < count; i++) {
      int at = (from + i * step) * bytes;
      out[target + i] =
          switch (type) {
            case UINT8 -> samples.get(at) & 0xFF;
            case INT8 -> samples.get(at);
            case UINT16 -> samples.getShort(at) & 0xFFFF;
            case INT16 -> samples.getShort(at);
            case UINT32 -> samples.getInt(at) & 0xFFFF_FFFFL;
            case INT32 -> samples.getInt(at);
            case UINT64 -> TiffSamples.unsigned(samples.getLong(at));
            case INT64 -> samples.getLong(at);
            case FLOAT16 -> TiffSamples.half(samples.getShort(at));
            case FLOAT32 -> samples.getFloat(at);
            case FLOAT64 -> (float) samples.getDouble(at);
          };
    }
  }
}
