using DeepThin;
using FashionMnist.Edge;

try
{
    return EdgeProgram.Run(args);
}
catch (Exception error) when (error is EdgeException or WeightsException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
