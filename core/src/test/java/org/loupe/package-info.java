/** Tests of {@code core}. */
@NullMarked
package org.loupe;

import org.jspecify.annotations.NullMarked;
