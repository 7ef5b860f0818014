// Loaded before any workflow. The SDK takes the stack of each promise that a workflow makes, which was a third of what
// carrying a workflow costs. The nearest frame tells where an error was thrown; activities keep their whole stacks.
Error.stackTraceLimit = 1;
