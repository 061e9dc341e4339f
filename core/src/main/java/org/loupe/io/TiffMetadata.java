package org.loupe.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tags of a TIFF as text, without those that only say where the pixels lie. */
final class TiffMetadata {

  private static final int ASCII = 2;
  private static final Set<Integer> TEXT_OF_BYTES =
      Set.of(FeiTags.SFEG, FeiTags.HELIOS, FeiTags.XML, ZeissTags.SEM, 270);

  /** Strip and tile offsets and lengths, and the palette. */
  private static final Set<Integer> LEFT_OUT = Set.of(273, 279, 320, 324, 325);

  private static final int MOST_VALUES = 16;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(254, "NewSubfileType"),
          Map.entry(256, "ImageWidth"),
          Map.entry(257, "ImageLength"),
          Map.entry(258, "BitsPerSample"),
          Map.entry(259, "Compression"),
          Map.entry(262, "PhotometricInterpretation"),
          Map.entry(270, "ImageDescription"),
          Map.entry(271, "Make"),
          Map.entry(272, "Model"),
          Map.entry(274, "Orientation"),
          Map.entry(277, "SamplesPerPixel"),
          Map.entry(278, "RowsPerStrip"),
          Map.entry(282, "XResolution"),
          Map.entry(283, "YResolution"),
          Map.entry(284, "PlanarConfiguration"),
          Map.entry(296, "ResolutionUnit"),
          Map.entry(305, "Software"),
          Map.entry(306, "DateTime"),
          Map.entry(315, "Artist"),
          Map.entry(317, "Predictor"),
          Map.entry(339, "SampleFormat"),
          Map.entry(OlympusTags.SIS, "OlympusSIS"),
          Map.entry(ZeissTags.SEM, "ZeissSEM"),
          Map.entry(FeiTags.SFEG, "FEI"),
          Map.entry(FeiTags.HELIOS, "FEI"),
          Map.entry(FeiTags.XML, "FEI"),
          Map.entry(TvipsTags.HEADER, "TVIPS"));

  private TiffMetadata() {}

  static List<MetadataTag> of(List<TiffDirectory> pages) throws IOException {
    List<MetadataTag> tags = new ArrayList<>();
    for (TiffDirectory page : pages) {
      for (int tag : page.tags()) {
        if (!LEFT_OUT.contains(tag)) {
          String name = NAMES.containsKey(tag) ? " " + NAMES.get(tag) : "";
          tags.add(
              new MetadataTag("page " + (page.index() + 1) + "." + tag + name, told(page, tag)));
        }
      }
    }
    return tags;
  }

  private static String told(TiffDirectory page, int tag) throws IOException {
    int type = page.type(tag);
    if (type == ASCII || TEXT_OF_BYTES.contains(tag)) {
      return page.text(tag).strip();
    }
    if (page.isInteger(tag) && page.count(tag) <= MOST_VALUES && page.count(tag) > 0) {
      long[] values = page.integers(tag, (int) page.count(tag));
      return values.length == 1 ? String.valueOf(values[0]) : Arrays.toString(values);
    }
    return page.number(tag)
        .map(String::valueOf)
        .orElseGet(() -> page.count(tag) + " values of type " + type);
  }
}
