/** Tests of {@code org.loupe.image}. */
@NullMarked
package org.loupe.image;

import org.jspecify.annotations.NullMarked;
