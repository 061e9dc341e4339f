package org.loupe.app;

import org.loupe.micrograph.Calibration;
import org.loupe.micrograph.PixelSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Makes the calibration of {@code --pixel-size 0.478nm}. */
final class PixelSizeConverter implements ITypeConverter<Calibration> {

  @Override
  public Calibration convert(String value) {
    try {
      double nanometers = PixelSize.parse(value);
      return new Calibration(nanometers, nanometers, "option --pixel-size " + value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
