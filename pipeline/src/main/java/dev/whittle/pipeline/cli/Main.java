package dev.whittle.pipeline.cli;

import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.FileNames;
import dev.whittle.pipeline.experiment.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

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
        })
public final class Main implements Runnable {
    /** How many of the arguments that are not expected a message names. */
    private static final int NAMED = 10;

    /** In the order in which the usage lists them. */
    private static final List<Class<?>> COMMANDS = List.of(
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
            CommandLine.HelpCommand.class);

    @CommandLine.Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        // No unfinished file remains after Ctrl-C either.
        Runtime.getRuntime().addShutdownHook(new Thread(AtomicFile::removeUnfinished));
        Optional<String> text = text(args);
        System.exit(text.isPresent() ? print(text.get()) : execute(Main::commandLineFor, args));
    }

    /** What needs no command line: it takes longer to make one than to print these. Empty for all else. */
    private static Optional<String> text(String[] args) {
        if (args.length == 1 && List.of("-h", "--help").contains(args[0])) {
            return Optional.of(usage());
        }
        return args.length == 1 && List.of("-V", "--version").contains(args[0])
                ? Optional.of(String.join(System.lineSeparator(), new Version().getVersion()) + System.lineSeparator())
                : Optional.empty();
    }

    /** The usage of {@link #commandLine}, stored as a text. */
    static String usage() {
        try (InputStream text = Main.class.getResourceAsStream("usage.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int print(String text) {
        Console out = new Console(new FileOutputStream(FileDescriptor.out));
        out.writer().print(text);
        return finished(out, new Console(new FileOutputStream(FileDescriptor.err)).writer(), 0);
    }

    /**
     * Runs a command line with this program's standard output and standard error, both in UTF-8. An argument
     * {@code @FILE} stands for the lines of the file.
     *
     * @return the exit code
     */
    public static int execute(CommandLine line, String... args) {
        return execute(all -> line, args);
    }

    private static int execute(Function<String[], CommandLine> lineFor, String... args) {
        Console out = new Console(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = new Console(new FileOutputStream(FileDescriptor.err)).writer();
        try {
            String[] all = ArgumentFiles.expanded(args);
            CommandLine line = lineFor.apply(all).setOut(out.writer()).setErr(err);
            return finished(out, err, line.execute(all));
        } catch (IOException e) {
            err.println("whittle: " + Visible.indented(e.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (OutOfMemoryError e) {
            err.println("whittle: " + message(e));
            return 1;
        }
    }

    private static int finished(Console out, PrintWriter err, int code) {
        try {
            out.finish();
            return code;
        } catch (IOException e) {
            err.println("whittle: " + e.getMessage());
            return Math.max(code, 1);
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
        return set(withCommands(name -> true));
    }

    /**
     * The command line for these arguments. Options are read by reflection, which takes most of the time of a start, so
     * only those of the commands that are named are there. Of the others there is what the usage says.
     */
    static CommandLine commandLineFor(String... args) {
        return set(withCommands(Arrays.asList(args)::contains));
    }

    private static CommandLine withCommands(Predicate<String> isNamed) {
        CommandLine line = new CommandLine(new Main());
        for (Class<?> type : COMMANDS) {
            Command command = type.getAnnotation(Command.class);
            if (isNamed.test(command.name())) {
                line.addSubcommand(type);
            } else {
                CommandSpec named = CommandSpec.create().name(command.name());
                named.usageMessage().header(command.header()).description(command.description());
                line.addSubcommand(named);
            }
        }
        return line;
    }

    /** A command line whose errors are printed and counted as all of Whittle's are. */
    public static CommandLine commandLine(Object command) {
        return set(new CommandLine(command));
    }

    private static CommandLine set(CommandLine line) {
        return line.registerConverter(Path.class, Main::path)
                // ArgumentFiles reads them: picocli cuts names at quotes and #, and reads folders and endless files.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // Colours begin with ESC, which Console shows by its number.
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> wrongUsage(e))
                .setExecutionExceptionHandler((e, of, parsed) -> failed(e, of));
    }

    /** Prints the error and where to look. The whole usage is printed only if no command was given. */
    private static int wrongUsage(CommandLine.ParameterException e) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("whittle: "
                + Visible.indented(
                        e instanceof CommandLine.UnmatchedArgumentException unmatched
                                ? notExpected(unmatched.getUnmatched())
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

    private static String notExpected(List<String> arguments) {
        int more = arguments.size() - NAMED;
        return "not expected here: '"
                + String.join("', '", arguments.subList(0, Math.min(NAMED, arguments.size()))) + "'"
                + (more > 0 ? " and " + more + " more" : "");
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
            line.getErr().println("whittle: " + Visible.indented(message(cause)));
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
