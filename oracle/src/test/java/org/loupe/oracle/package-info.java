/** Tests against independent programs. */
@NullMarked
package org.loupe.oracle;

import org.jspecify.annotations.NullMarked;
