package org.loupe.app;

import org.loupe.io.FrameChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Makes the choice of {@code --frame 3} or {@code --frame all}. */
final class FrameChoiceConverter implements ITypeConverter<FrameChoice> {

  @Override
  public FrameChoice convert(String text) {
    try {
      return FrameChoice.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
