package org.loupe.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.loupe.model.ModelBundle;
import org.loupe.statistics.DefectShape;
import org.loupe.statistics.DiameterKind;
import org.loupe.statistics.MemberSettings;
import org.loupe.statistics.Percentage;
import org.loupe.statistics.StatisticsSettings;
import org.loupe.statistics.Thickness;
import org.loupe.statistics.Visibility;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what the statistics are made with, beside the defects. */
final class StatisticsOptions {

  @Option(
      names = "--diameter",
      paramLabel = "KIND",
      converter = DiameterConverter.class,
      description =
          "Diameter in the statistics: major, the major axis of the ellipse; or equivalent, the"
              + " diameter of the circle of equal area. Default: major; equivalent with --cavities.")
  private @Nullable DiameterKind diameter;

  @Option(
      names = "--pixel-size-uncertainty",
      paramLabel = "U",
      converter = PercentageConverter.class,
      description =
          "Standard uncertainty of the pixel size, such as 1%%, the same error in all images."
              + " Default: unknown, and left out of the error budget.")
  private @Nullable Double pixelSizeUncertainty;

  @Option(
      names = "--thickness",
      paramLabel = "T",
      converter = ThicknessConverter.class,
      description =
          "Thickness of the foil with its standard uncertainty, such as 100nm+-20%% or"
              + " 100nm+-15nm, for densities per volume.")
  private @Nullable Thickness thickness;

  @Option(
      names = "--cavities",
      description =
          "The defects are spheres: cavities, bubbles, precipitates. With --thickness, also gives"
              + " their swelling. Without it they are flat loops.")
  private boolean cavities;

  @ArgGroup private @Nullable Visible visible;

  private static final class Visible {

    @Option(
        names = "--visible-fraction",
        paramLabel = "F",
        converter = VisibleFractionConverter.class,
        description =
            "Share of the loops that the diffraction condition shows, such as 0.75; densities of"
                + " all of them are reported apart.")
    private @Nullable Visibility fraction;

    @Option(
        names = "--reflection",
        paramLabel = "G",
        converter = ReflectionConverter.class,
        description =
            "Instead, lattice, reflection and Burgers vectors, such as bcc:110:1/2<111>: the share"
                + " of variants with g.b other than 0. There are bcc 1/2<111> and <100>, fcc"
                + " 1/3<111> and 1/2<110>.")
    private @Nullable Visibility reflection;
  }

  /**
   * Returns the settings.
   *
   * @param model whose validation, for each member of it, tells what it misses
   * @param scan what the options did to the scan
   * @param corrected whether people correct what the model finds
   */
  MemberSettings settings(ModelBundle model, ScanOptions.Origin scan, boolean corrected) {
    StatisticsSettings plain = withoutRates();
    Map<String, StatisticsSettings> ofMembers = new LinkedHashMap<>();
    for (ModelBundle member : model.members()) {
      ofMembers.put(
          member.name(),
          corrected
              ? plain.withoutDetection(
                  "none: people corrected what the model found, so its validation says nothing of"
                      + " it")
              : ValidatedRates.applied(plain, member, scan));
    }
    return new MemberSettings(
        Objects.requireNonNull(ofMembers.get(model.name())),
        model.others().isEmpty() ? Map.of() : ofMembers);
  }

  /** Returns which length of a defect is its diameter. */
  DiameterKind diameter() {
    return withoutRates().diameter();
  }

  private StatisticsSettings withoutRates() {
    StatisticsSettings settings = StatisticsSettings.defaults();
    if (cavities) {
      settings = settings.withShape(DefectShape.SPHERE).withDiameter(DiameterKind.EQUIVALENT);
    }
    if (diameter != null) {
      settings = settings.withDiameter(diameter);
    }
    if (pixelSizeUncertainty != null) {
      settings = settings.withPixelSizeUncertainty(pixelSizeUncertainty);
    }
    if (thickness != null) {
      settings = settings.withThickness(thickness);
    }
    Optional<Visibility> share =
        Optional.ofNullable(visible)
            .flatMap(v -> Optional.ofNullable(v.fraction == null ? v.reflection : v.fraction));
    return share.isPresent() ? settings.withVisibility(share.get()) : settings;
  }

  /** Reads {@code major} or {@code equivalent}. */
  static final class DiameterConverter implements ITypeConverter<DiameterKind> {

    @Override
    public DiameterKind convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "major" -> DiameterKind.MAJOR_AXIS;
        case "equivalent" -> DiameterKind.EQUIVALENT;
        default ->
            throw new TypeConversionException(
                "'" + value + "' is no diameter; give major or equivalent");
      };
    }
  }

  /** Reads {@code 1%} or {@code 0.01}. */
  static final class PercentageConverter implements ITypeConverter<Double> {

    @Override
    public Double convert(String value) {
      try {
        return Percentage.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads {@code 100nm+-20%}. */
  static final class ThicknessConverter implements ITypeConverter<Thickness> {

    @Override
    public Thickness convert(String value) {
      try {
        return Thickness.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads {@code 0.75}. */
  static final class VisibleFractionConverter implements ITypeConverter<Visibility> {

    @Override
    public Visibility convert(String value) {
      try {
        return Visibility.given(Double.parseDouble(value));
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + value + "' is no visible fraction; write it as in 0.75");
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads {@code bcc:110:1/2<111>}. */
  static final class ReflectionConverter implements ITypeConverter<Visibility> {

    @Override
    public Visibility convert(String value) {
      try {
        return Visibility.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
