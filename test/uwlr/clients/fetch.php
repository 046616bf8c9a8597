<?php
// Fetches pupil data as a PHP application would. Arguments: WSDL, endpoint. Standard input: a JSON list of questions.
[, $wsdl, $endpoint] = $argv;
$client = new SoapClient($wsdl, ['location' => $endpoint, 'cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS]);
$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $question) {
    $namespace = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
    $client->__setSoapHeaders(new SoapHeader($namespace, 'autorisatie', $question['autorisatie']));
    try {
        $answers[] = ['answer' => $client->{$question['operation']}($question['verzoek'])];
    } catch (SoapFault $fault) {
        $answers[] = ['fault' => $fault->faultcode];
    }
}
echo json_encode($answers);
