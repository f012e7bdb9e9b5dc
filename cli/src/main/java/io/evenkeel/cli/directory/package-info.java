/** Tenants and API keys: commands that write the directory topic. */
@NullMarked
package io.evenkeel.cli.directory;

import org.jspecify.annotations.NullMarked;
