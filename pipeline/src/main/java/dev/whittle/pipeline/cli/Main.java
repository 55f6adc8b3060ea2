package dev.whittle.pipeline.cli;

import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.FileNames;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 failed or differs, 2 wrong usage. */
@Command(
        name = "whittle",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Classical image features, measured against learned ones.",
        footer = {
            "",
            "Start with `whittle compare`: it needs no download and ends with a report to open in a browser.",
            "In a checkout, `whittle bench` compares its speed with other libraries, and `whittle spark` runs on"
                    + " Apache Spark.",
            "Exit codes: 0 done, 1 failed or differs, 2 wrong usage."
        },
        subcommands = {
            CompareCommand.class,
            VerifyCommand.class,
            DiffCommand.class,
            ExtractCommand.class,
            DescribeCommand.class,
            SegmentCommand.class,
            TrainCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            FetchCommand.class,
            TypesCommand.Features.class,
            TypesCommand.Heads.class,
            ExploreCommand.class,
            InfoCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        // No unfinished file remains after Ctrl-C either.
        Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished));
        System.exit(execute(commandLine(), args));
    }

    /**
     * Runs a command line with this program's standard output and standard error, both in UTF-8.
     *
     * @return the exit code
     */
    public static int execute(CommandLine line, String... args) {
        Console out = new Console(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = new Console(new FileOutputStream(FileDescriptor.err)).writer();
        try {
            int code = line.setOut(out.writer()).setErr(err).execute(args);
            try {
                out.finish();
            } catch (IOException e) {
                err.println("whittle: " + e.getMessage());
                code = Math.max(code, 1);
            }
            return code;
        } catch (OutOfMemoryError e) {
            err.println("whittle: " + message(e));
            return 1;
        }
    }

    static String message(OutOfMemoryError e) {
        // An image that is too large names itself; the message of other errors is of no use to a user.
        String message = String.valueOf(e.getMessage());
        if (message.contains("-Xmx")) {
            return message + " in WHITTLE_JAVA_OPTS";
        }
        // Java throws the same error for both.
        return message.contains("native thread")
                ? "the system allows no more threads; allow more (ulimit -u), or give --threads 1"
                : String.format(
                        Locale.ROOT,
                        "%,d MiB of memory are not enough; give Java more with WHITTLE_JAVA_OPTS=-Xmx…, or"
                                + " use fewer or smaller images, a shorter feature or another head",
                        Runtime.getRuntime().maxMemory() >> 20);
    }

    /** The whole command line, for programs that run it in their own Java virtual machine. */
    public static CommandLine commandLine() {
        return commandLine(new Main());
    }

    /** A command line whose errors are printed and counted as all of Whittle's are. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .registerConverter(Path.class, Main::path)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // Colours begin with ESC, which Console shows by its number.
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, line, parsed) -> failed(e, line));
    }

    /** Prints the error and where to look. The whole usage is printed only if no command was given. */
    private static int wrongUsage(CommandLine.ParameterException e) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("whittle: "
                + (e instanceof CommandLine.UnmatchedArgumentException unmatched
                        ? "not expected here: '" + String.join("', '", unmatched.getUnmatched()) + "'"
                        : e.getMessage()));
        if (line.getParent() == null && !(e instanceof CommandLine.UnmatchedArgumentException)) {
            line.usage(err);
        } else {
            CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
            err.println("See: " + line.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed.");
    }

    private static Path path(String text) {
        try {
            return FileNames.path(text);
        } catch (IOException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    /** An error that the user can correct is one line. Any other is a bug and is printed with its stack trace. */
    private static int failed(Exception e, CommandLine line) throws Exception {
        if (e instanceof IOException
                || e instanceof UncheckedIOException
                || e instanceof ArithmeticException
                || e instanceof IllegalArgumentException
                || e instanceof IllegalStateException) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            line.getErr().println("whittle: " + message(cause));
            line.getErr().flush();
            return 1;
        }
        throw e;
    }

    private static String message(Throwable e) {
        if (e instanceof java.nio.file.NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (e instanceof java.nio.file.FileAlreadyExistsException there) {
            return there.getFile() + " exists already and is no folder, expected a folder or a new name";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return e.getMessage() + " cannot be read or written: permission denied";
        }
        if (e instanceof InvalidPathException name) {
            return FileNames.explained(name);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
